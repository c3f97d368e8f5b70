import type { Foundry, SensorReading } from "../plant-model.ts";
import { longestCatchUpWallMs, type PlantEpoch, plantNowMs } from "./plant-clock.ts";

/** Steps between two turns of the event loop while catching up: a few milliseconds. */
const stepsPerTurn = 600;

/** Lets the plant live through the time it missed, under native control, without blocking the process. */
export async function catchUp(foundry: Foundry, toMs: () => number): Promise<void> {
  for (;;) {
    const missingS = Math.floor((toMs() - foundry.nowMs()) / 1000);
    if (missingS <= 0) return;
    foundry.step(Math.min(missingS, stepsPerTurn));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export interface Runner {
  readonly epoch: () => PlantEpoch;
  readonly stop: () => void;
}

/** Wall milliseconds between two turns: a plant second, but at most five turns a second. */
export const tickMs = (speed: number): number => Math.min(1000, Math.max(200, 1000 / speed));

/**
 * Keeps the physics at plant time and tells what the sensors say after each turn.
 * @param onRebase called when the process was asleep too long to live through the gap
 */
export function startRunner(
  foundry: Foundry,
  start: PlantEpoch,
  wallNowMs: () => number,
  onReadings: (readings: readonly SensorReading[]) => void,
  onRebase: (epoch: PlantEpoch) => void,
): Runner {
  let epoch = start;
  const turn = () => {
    const behindMs = plantNowMs(epoch, wallNowMs()) - foundry.nowMs();
    if (behindMs > longestCatchUpWallMs * epoch.speed) {
      epoch = { epochWallMs: wallNowMs(), epochPlantMs: foundry.nowMs(), speed: epoch.speed };
      return onRebase(epoch);
    }
    const seconds = Math.floor(behindMs / 1000);
    if (seconds < 1) return;
    foundry.step(Math.min(seconds, stepsPerTurn));
    onReadings(foundry.readings());
  };
  const timer = setInterval(turn, tickMs(epoch.speed));
  return { epoch: () => epoch, stop: () => clearInterval(timer) };
}
