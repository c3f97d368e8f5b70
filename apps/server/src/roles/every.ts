/**
 * Does work again and again, never twice at once, until told to stop. A failure, also one that is thrown before there is a
 * promise, waits for the next turn: in a timer it would end the process.
 */
export function every(ms: number, signal: AbortSignal, work: () => unknown): void {
  let busy = false;
  const turn = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await work();
    } catch {
      // The next turn tries again.
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(turn, ms);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
