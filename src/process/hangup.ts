/**
 * Whether SIGHUP says that a terminal has gone, and ends this process as ever: it was started from one. A service has
 * none, and is asked by that signal to read its files anew.
 */
export function hasTerminal(): boolean {
  return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
}
