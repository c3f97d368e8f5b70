import type { OpenContext, RawMeasurement } from "@qtwin/twin";

export interface Delivery {
  readonly push: (values: readonly RawMeasurement[]) => void;
  /** Ends after the batch in hand; what waits behind it is dropped. */
  readonly stop: () => Promise<void>;
}

/** About ten minutes of a plant of this size; beyond it the oldest values go, and the log says how many. */
const mostWaiting = 250_000;
const pauseAfterFailureMs = 500;

/**
 * Hands values over one batch at a time and keeps them until they are taken: while the store is away, values wait
 * here in order, since OPC UA itself has no acknowledgement per value.
 */
export function createDelivery(
  onBatch: (batch: readonly RawMeasurement[]) => Promise<void>,
  log: OpenContext["log"],
): Delivery {
  let waiting: RawMeasurement[] = [];
  let running: Promise<void> | null = null;
  let stopped = false;

  const run = async () => {
    while (waiting.length > 0 && !stopped) {
      const batch = waiting;
      waiting = [];
      try {
        await onBatch(batch);
      } catch (error) {
        waiting = batch.concat(waiting);
        log("warn", "A batch of OPC UA values was not taken; it will be given again", {
          count: batch.length,
          error: String(error),
        });
        if (!stopped) await new Promise((resolve) => setTimeout(resolve, pauseAfterFailureMs));
      }
    }
    running = null;
  };

  return {
    push: (values) => {
      if (stopped) return;
      waiting.push(...values);
      if (waiting.length > mostWaiting) {
        const lost = waiting.length - mostWaiting;
        waiting = waiting.slice(lost);
        log("error", "OPC UA values were lost: the store has been away too long", { lost });
      }
      running ??= run();
    },
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}
