import type { ErrorBands } from "@qtwin/forecast";

/** What past errors of a site's plans taught about their bands. */
export interface LearntBands {
  /** Everything up to here has taught, plant time. */
  readonly untilMs: number;
  readonly bands: ErrorBands;
}

export interface BandStore {
  /** Null before anything was learnt. */
  readonly get: (siteId: string) => Promise<LearntBands | null>;
  /** Takes the place of what was learnt before; nothing changes when as much or more is known already. */
  readonly put: (siteId: string, learnt: LearntBands) => Promise<void>;
}
