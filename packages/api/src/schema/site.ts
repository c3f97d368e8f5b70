import { z } from "zod";
import { instantMs, list, share } from "./basics.ts";
import { assetModeName, proposalSummarySchema } from "./proposal.ts";

export const linkSchema = z
  .object({
    connector: z.string(),
    state: z.enum(["connecting", "connected", "reconnecting", "down"]),
    sinceMs: instantMs,
    clockOffsetMs: z.number().nullable(),
    detail: z.string(),
  })
  .meta({ id: "Link" });
export type LinkView = z.infer<typeof linkSchema>;

export const roleStatusSchema = z
  .object({
    role: z.enum(["ingest", "worker", "api"]),
    state: z.enum(["running", "degraded", "away"]),
    seenAtMs: z.number().nullable().describe("Last sign of life, wall time, UTC milliseconds"),
    detail: z.string(),
  })
  .meta({ id: "RoleStatus" });
export type RoleStatus = z.infer<typeof roleStatusSchema>;

export const dataHealthSchema = z
  .object({
    state: z.enum(["good", "uncertain", "bad"]),
    total: z.number().int(),
    good: z.number().int(),
    uncertain: z.number().int(),
    bad: z.number().int(),
    stale: z.number().int(),
    missing: z.number().int(),
    worst: list(z.object({ pointId: z.string(), sentence: z.string(), confidence: share })),
  })
  .meta({ id: "DataHealth" });
export type DataHealth = z.infer<typeof dataHealthSchema>;

/** Everything the first screen shows. */
export const overviewSchema = z
  .object({
    site: z.object({
      id: z.string(),
      title: z.string(),
      timeZone: z.string(),
      simulated: z.boolean(),
      useCase: z.string(),
    }),
    clock: z.object({
      plantMs: instantMs,
      wallMs: z.number(),
      speed: z.number().describe("Plant seconds per wall second"),
      simulated: z.boolean(),
    }),
    labels: list(z.string()).describe("What is simulated or synthetic on this site, in sentences"),
    priceSource: z.string().nullable().describe("For example 'ENTSO-E day-ahead' or 'synthetic'"),
    mode: assetModeName.nullable().describe("The highest mode of any asset"),
    money: z
      .object({
        atStakeEur: z.number().describe("Saving of the newest proposal that nobody has decided"),
        planCostEur: z.number(),
        baselineCostEur: z.number(),
        savingPct: z.number(),
        horizonH: z.number(),
        proposalId: z.string(),
        asOfMs: instantMs,
      })
      .nullable(),
    openProposals: list(proposalSummarySchema),
    plan: z
      .object({
        proposalId: z.string(),
        approvedBy: list(z.string()),
        decidedAtMs: instantMs,
        untilMs: instantMs,
        predictedSavingEur: z.number(),
        commands: z.object({
          total: z.number().int(),
          verified: z.number().int(),
          failed: z.number().int(),
          pending: z.number().int(),
        }),
      })
      .nullable(),
    data: dataHealthSchema,
    links: list(linkSchema),
    roles: list(roleStatusSchema),
    alertCount: z.number().int(),
  })
  .meta({ id: "Overview" });
export type Overview = z.infer<typeof overviewSchema>;

export const alertSchema = z
  .object({
    id: z.string(),
    code: z.string(),
    sentence: z.string(),
    owner: z.string().describe("The role that acts"),
    action: z.string(),
    deadlineMs: instantMs.nullable(),
    raisedAtMs: instantMs,
    acknowledgedBy: z.string().nullable(),
    count: z.number().int().describe("How often it came while it stood"),
  })
  .meta({ id: "Alert" });
export type AlertView = z.infer<typeof alertSchema>;

export const releaseSchema = z.object({
  assets: list(z.string()).exactOptional().describe("Absent: all"),
});

export const releasedSchema = z
  .object({
    assets: list(z.string()),
    recorded: z
      .boolean()
      .describe("False when the database was away: the audit entry follows when it is back"),
    detail: z.string(),
  })
  .meta({ id: "Released" });
export type Released = z.infer<typeof releasedSchema>;
