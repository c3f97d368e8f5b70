import type { SiteClock } from "@qtwin/twin";
import type { ClockEpoch } from "./site/clock-epoch.ts";
import { readPlantEndpoints } from "./site/endpoints.ts";
import type { SitePaths } from "./site/paths.ts";
import type { Site } from "./site/site.ts";

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

/** Wall milliseconds between two looks at what the plant publishes about its clock. */
const followEveryMs = 1_000;

/**
 * The clock of a site. That of a simulated plant is read from its endpoints file and followed: a plant that was down
 * long starts a new epoch. For a real plant it is wall time.
 * @param signal ends the following
 * @throws QT_SITE_PLANT_NOT_READY
 */
export function openSiteClock(
  site: Pick<Site, "simulated">,
  paths: Pick<SitePaths, "endpointsFile">,
  wallNowMs: () => number,
  signal: AbortSignal,
): AdjustableSiteClock {
  if (site.simulated === null) return createSiteClock(wallNowMs);
  const clock = createSiteClock(wallNowMs, readPlantEndpoints(paths).clock);
  const timer = setInterval(() => {
    try {
      clock.adjust(readPlantEndpoints(paths).clock);
    } catch {
      // The plant is being started again: its old epoch holds until it says otherwise.
    }
  }, followEveryMs);
  timer.unref();
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  return clock;
}
