/**
 * What `pending` gives, and how many answers `ask` got before that: none or one where the others wait for it too,
 * however slow the machine is.
 */
export async function besides<T>(
  pending: Promise<T>,
  ask: () => Promise<unknown>,
): Promise<{ answer: T; served: number }> {
  let waiting = true;
  const finished = () => (waiting = false);
  pending.then(finished, finished);
  let served = 0;
  while (waiting) {
    await ask();
    served += Number(waiting);
    // A client that asks now and then, not one that takes the processor from the service.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { answer: await pending, served };
}
