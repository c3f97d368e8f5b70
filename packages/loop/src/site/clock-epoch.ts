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
