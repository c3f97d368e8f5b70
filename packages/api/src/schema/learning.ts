import { z } from "zod";
import { instantMs, list } from "./basics.ts";

/** A value of the plant's description, what its meters say of it, and which of the two is planned with. */
export const learntValueSchema = z
  .object({
    id: z.string().describe("Where the value stands in the plant's description"),
    asset: z.string(),
    title: z.string(),
    unit: z.string(),
    siteValue: z.number(),
    learnt: z
      .object({
        value: z.number(),
        low80: z.number(),
        high80: z.number(),
        low95: z.number(),
        high95: z.number(),
        samples: z.number().int(),
        fromMs: instantMs,
        untilMs: instantMs,
        learntAtMs: instantMs,
        version: z.number().int().describe("Number of the record; each day adds one"),
        verdict: z.enum(["accepted", "too-few", "not-excited", "not-better", "implausible"]),
      })
      .nullable()
      .describe("Null until something was learnt"),
    used: z.boolean().describe("Whether the learnt value is planned with"),
    why: z.string().describe("Why it is, or why the site's value stays"),
    decision: z
      .object({ verdict: z.enum(["reject", "reset"]), by: z.string(), atMs: instantMs, reason: z.string() })
      .nullable(),
  })
  .meta({ id: "LearntValue" });
export type LearntValueView = z.infer<typeof learntValueSchema>;

/** How far the model was from the meters on one day. */
export const assetErrorSchema = z
  .object({
    asset: z.string(),
    day: z.string().describe("Local date"),
    errorPct: z.number(),
    limitPct: z.number().describe("Above this the asset's mode goes down by one step"),
  })
  .meta({ id: "AssetError" });
export type AssetErrorView = z.infer<typeof assetErrorSchema>;

export const learningSchema = z
  .object({ values: list(learntValueSchema), errors: list(assetErrorSchema) })
  .meta({ id: "Learning" });
export type LearningView = z.infer<typeof learningSchema>;

export const learntDecisionSchema = z.object({
  verdict: z
    .enum(["reject", "reset"])
    .describe(
      "reject: never plan with it; reset: forget what was learnt and begin anew, also after a rejection",
    ),
  reason: z.string().min(1).max(2000),
});
