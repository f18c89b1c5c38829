import { readFileSync } from 'node:fs';
import { systemErrorCode } from '../failures.js';

/** Node's report, as far as it is used. `excludeNetwork` is newer than the types of Node 20. */
interface Reporter {
  excludeNetwork?: boolean | undefined;
  getReport: () => Report;
}

interface Report {
  userLimits?: { open_files?: { soft?: unknown } };
}

/** With fewer than so many open files the service cannot ask all that it asks and be asked too. */
export const fewestOpenFiles = 64;

/** What is said where they are fewer. */
export const tooFewOpenFiles =
  'this process may have too few files open at once; it needs 256 (ulimit -n, or LimitNOFILE=)';

/** How many files and connections this process may have open at once; null where the system has no such limit. */
export function openFilesLimit(): number | null {
  return limitOfLinux() ?? limitOfReport();
}

/** A report takes 15 ms, a tenth of what a start may take. Null where this is not told, and where there is no limit. */
function limitOfLinux(): number | null {
  let text: string;
  try {
    text = readFileSync('/proc/self/limits', 'utf8');
  } catch (thrown) {
    if (systemErrorCode(thrown) === null) throw thrown;
    return null;
  }
  const [, soft] = /^Max open files +(\d+)/m.exec(text) ?? [];
  return soft === undefined ? null : Number(soft);
}

function limitOfReport(): number | null {
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
