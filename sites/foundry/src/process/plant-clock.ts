/** The relation of plant time to wall time; published in `endpoints.json` and as node `plant.clock`. */
export interface PlantEpoch {
  /** Wall time at which plant time was `epochPlantMs`; both UTC milliseconds. */
  readonly epochWallMs: number;
  readonly epochPlantMs: number;
  /** Plant seconds per wall second. */
  readonly speed: number;
}

/** Plant time, UTC ms. */
export const plantNowMs = (epoch: PlantEpoch, wallNowMs: number): number =>
  epoch.epochPlantMs + (wallNowMs - epoch.epochWallMs) * epoch.speed;

/** A plant that was down longer than this does not live through the gap: its time goes on where it stopped. */
export const longestCatchUpWallMs = 10 * 60_000;

/**
 * The epoch to run with after a start: the old one, unless the plant was down too long, the speed is another, or
 * wall time went backwards.
 * @param stoppedAtMs plant time of the checkpoint
 */
export function continueEpoch(
  previous: PlantEpoch | null,
  stoppedAtMs: number,
  speed: number,
  wallNowMs: number,
): PlantEpoch {
  const rebased = { epochWallMs: wallNowMs, epochPlantMs: stoppedAtMs, speed };
  if (previous === null || previous.speed !== speed) return rebased;
  const missedPlantMs = plantNowMs(previous, wallNowMs) - stoppedAtMs;
  if (missedPlantMs < 0 || missedPlantMs > longestCatchUpWallMs * speed) return rebased;
  return previous;
}
