import type { SiteClock } from "@qtwin/twin";
import { z } from "zod";

/** The relation of plant time to wall time, as a simulated plant publishes it (`endpoints.json`, node `plant.clock`). */
export const clockEpochSchema = z.object({
  /** Wall time at which plant time was `epochPlantMs`; both UTC milliseconds. */
  epochWallMs: z.number(),
  epochPlantMs: z.number(),
  /** Plant seconds per wall second. */
  speed: z.number().positive(),
});
export type ClockEpoch = z.infer<typeof clockEpochSchema>;

/** A clock whose relation to wall time can change: a plant that was down long starts a new epoch. */
export interface AdjustableSiteClock extends SiteClock {
  readonly epoch: () => ClockEpoch;
  readonly adjust: (epoch: ClockEpoch) => void;
}

/** Wall time as it is: the clock of a real plant. */
export const wallEpoch: ClockEpoch = { epochWallMs: 0, epochPlantMs: 0, speed: 1 };

/**
 * The clock of a site: plantNow = epochPlantMs + (wallNow − epochWallMs) · speed.
 * @param wallNowMs the machine's clock, UTC milliseconds
 */
export function createSiteClock(wallNowMs: () => number, start: ClockEpoch = wallEpoch): AdjustableSiteClock {
  let epoch = start;
  return {
    nowMs: () => epoch.epochPlantMs + (wallNowMs() - epoch.epochWallMs) * epoch.speed,
    get speed() {
      return epoch.speed;
    },
    epoch: () => epoch,
    adjust: (next) => {
      epoch = next;
    },
  };
}
