/** What is to end with this process, however it ends. */
const endings = new Set();

/** Has `end`, which is done at once, run when this process is told to go; what it gives takes that back. */
export function whenInterrupted(end) {
  if (endings.size === 0) for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, leave);
  endings.add(end);
  return () => endings.delete(end);
}

function leave() {
  for (const end of endings) end();
  process.exit(130);
}
