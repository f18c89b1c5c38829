/** Keeps the process from ending until the returned function is called: timers and helpers of the service do not. */
export function stayAlive(): () => void {
  const timer = setInterval(() => undefined, 60_000);
  return () => clearInterval(timer);
}
