/** Timers take no longer delay: a longer one is waited for in turns. */
const longestDelayMs = 2 ** 31 - 1;

/** Says when time is over, once, unless it is set anew or cleared before. */
export class Deadline {
  private readonly expire: (note: string) => void;
  private timer: NodeJS.Timeout | undefined;
  private lastLook: NodeJS.Immediate | undefined;

  constructor(expire: (note: string) => void) {
    this.expire = expire;
  }

  /** @param note what `expire` is told */
  set(delayMs: number, note: string): void {
    this.clear();
    const laterMs = delayMs - longestDelayMs;
    this.timer =
      laterMs > 0
        ? setTimeout(() => this.set(laterMs, note), longestDelayMs)
        : setTimeout(() => this.look(note), delayMs);
  }

  clear(): void {
    clearTimeout(this.timer);
    clearImmediate(this.lastLook);
  }

  /** Messages that came in while this thread was busy are heard first: they may clear the deadline. */
  private look(note: string): void {
    this.lastLook = setImmediate(() => this.expire(note));
  }
}
