/** Node's report, as far as it is used. `excludeNetwork` is newer than the types of Node 20. */
interface Reporter {
  excludeNetwork?: boolean | undefined;
  getReport: () => Report;
}

interface Report {
  userLimits?: { open_files?: { soft?: unknown } };
}

/** How many files and connections this process may have open at once; null where the system has no such limit. */
export function openFilesLimit(): number | null {
  const reporter: Reporter = process.report;
  const before = reporter.excludeNetwork;
  // It would look up names of addresses, which takes seconds.
  reporter.excludeNetwork = true;
  try {
    const soft = reporter.getReport().userLimits?.open_files?.soft;
    return typeof soft === 'number' ? soft : null;
  } finally {
    reporter.excludeNetwork = before;
  }
}
