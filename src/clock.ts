/** What tells the time. Injected, so that tests advance it by hand and never sleep. */
export interface Clock {
  /** Milliseconds since 1970 (UTC); may jump when the machine's clock is set. */
  epoch(): number;
  /** Milliseconds since an arbitrary instant; never jumps. Durations are measured with it. */
  monotonic(): number;
  /** Calls `wake` once after `delay` milliseconds; the answer cancels that. */
  setTimer(delay: number, wake: () => void): () => void;
}

/** The machine's own clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  epoch: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (delay, wake) => {
    const timer = setTimeout(wake, delay).unref();
    return () => clearTimeout(timer);
  },
};
