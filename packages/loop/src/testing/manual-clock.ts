import type { SiteClock } from "@qtwin/twin";

/** A clock that moves only when told, and a wait that moves it. */
export interface ManualClock extends SiteClock {
  readonly advance: (byMs: number) => void;
  readonly wait: (byMs: number) => Promise<void>;
}

export function manualClock(startMs = 0): ManualClock {
  let nowMs = startMs;
  const advance = (byMs: number): void => {
    nowMs += byMs;
  };
  return {
    nowMs: () => nowMs,
    speed: 1,
    advance,
    wait: async (byMs) => advance(byMs),
  };
}
