/** The states, of a source or of a thing, in which nothing is broken. Every other state is a problem. */
const soundStates: ReadonlySet<string> = new Set(['ok', 'absent', 'disabled', 'asleep']);

/** Whether a state is one in which nothing is broken. */
export function isSound(state: string): boolean {
  return soundStates.has(state);
}
