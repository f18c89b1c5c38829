type ProcessReport = NonNullable<typeof process.report>;

interface Report {
  userLimits?: { open_files?: { soft?: unknown } };
}

/** How many files and connections this process may have open at once; null where the system has no such limit. */
export function openFilesLimit(): number | null {
  // Newer than the types of Node 20.
  const report = process.report as ProcessReport & { excludeNetwork: boolean };
  const before = report.excludeNetwork;
  // It would look up names of addresses, which takes seconds.
  report.excludeNetwork = true;
  try {
    const { userLimits } = report.getReport() as Report;
    const soft = userLimits?.open_files?.soft;
    return typeof soft === 'number' ? soft : null;
  } finally {
    report.excludeNetwork = before;
  }
}
