import { z } from "zod";
import { instantMs, list } from "./basics.ts";

/** What was told the supplier of one day, and what came of it; prices of imbalance are synthetic. */
export const nominationSchema = z
  .object({
    day: z.iso.date().describe("Local day of delivery"),
    madeAtMs: instantMs,
    basis: z
      .enum(["plan", "native"])
      .describe("plan: what Qtwin means to do; native: what the plant does by itself"),
    grid: z.object({ startMs: instantMs, stepMin: z.number(), count: z.number().int() }),
    kw: list(z.number()).describe("Mean of each step that is bought"),
    contract: z.object({
      toleranceShare: z.number(),
      eurPerMwhShort: z.number(),
      eurPerMwhLong: z.number(),
      nominateAt: z.string().describe("Local clock time of the day before"),
    }),
    course: z
      .object({
        untilMs: instantMs,
        nominatedKwh: z.number(),
        boughtKwh: z.number(),
        shortKwh: z.number().describe("Bought beyond the tolerance"),
        longKwh: z.number().describe("Not bought below the tolerance"),
        costEur: z.number().describe("Beside the day-ahead price, at synthetic prices of imbalance"),
      })
      .describe("So far, by the main meter"),
  })
  .meta({ id: "Nomination" });
export type NominationView = z.infer<typeof nominationSchema>;

export const nominationDay = z.object({
  day: z.iso.date().describe("Local day of delivery, for example 2023-05-10"),
});
