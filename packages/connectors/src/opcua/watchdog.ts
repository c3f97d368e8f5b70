export interface Watchdog {
  readonly touch: () => void;
  readonly stop: () => void;
}

/** Calls `onSilent` once, when `touch` was not called for `silenceMs`. */
export function createWatchdog(silenceMs: number, onSilent: () => void): Watchdog {
  let watching = true;
  const stop = () => {
    watching = false;
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    watching = false;
    onSilent();
  }, silenceMs);
  return {
    // A cleared timer that is refreshed would run again.
    touch: () => {
      if (watching) timer.refresh();
    },
    stop,
  };
}
