import { answerStatuses, memberOutcomes } from "@qtwin/model/answer";
import { z } from "zod";
import { instantMs, json, list } from "./basics.ts";
import { runEvidenceSchema } from "./evidence.ts";

/** One entry of the hash-chained audit log. */
export const auditEntrySchema = z
  .object({
    number: z.number().int(),
    siteId: z.string().nullable(),
    atMs: z.number().describe("UTC milliseconds"),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    details: json,
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditView = z.infer<typeof auditEntrySchema>;

export const auditQuery = z.object({
  before: z.coerce.number().int().exactOptional().describe("Only entries with a smaller number"),
  action: z.string().exactOptional().describe("For example 'command.send'"),
  subject: z.string().exactOptional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const auditVerifySchema = z
  .object({
    intact: z.boolean(),
    count: z.number().int().describe("Entries looked at"),
    headHash: z.string().nullable().describe("Keep it elsewhere: it also shows a cut-off tail"),
    brokenAt: z.number().int().nullable().describe("Number of the first entry that does not fit"),
    reason: z.string(),
  })
  .meta({ id: "AuditVerification" });
export type AuditVerification = z.infer<typeof auditVerifySchema>;

/** One solve, kept so that any other solver can check its value and bound. */
export const runSchema = z
  .object({
    id: z.string(),
    useCase: z.string(),
    createdAtMs: instantMs,
    snapshotId: z.string().nullable(),
    proposalId: z.string().nullable(),
    modelHash: z.string().describe("SHA-256 of the MPS text"),
    solver: z.string(),
    status: z.enum(answerStatuses),
    objective: z.number().nullable(),
    bound: z.number().nullable(),
    gap: z.number().nullable(),
    seconds: z.number(),
    seed: z.number(),
    timeline: list(
      z.object({
        seconds: z.number(),
        objective: z.number().nullable(),
        bound: z.number().nullable(),
        solver: z.string(),
      }),
    ),
    boundMethod: z.string().nullable().describe("Who proved the bound, and how"),
    members: list(
      z.object({
        solver: z.string(),
        seed: z.number(),
        reason: z.string().describe("Why it stood where it stood in the order of start"),
        outcome: z.enum(memberOutcomes),
        seconds: z.number(),
        objective: z.number().nullable().describe("Its best solution that was checked"),
        bound: z.number().nullable(),
        note: z.string(),
      }),
    ).describe("The solvers that took part, in the order they started"),
    notes: list(z.string()),
    evidence: list(runEvidenceSchema)
      .exactOptional()
      .describe("Quantum runs of this search beside their controls; a list of runs leaves them out"),
  })
  .meta({ id: "Run" });
export type RunView = z.infer<typeof runSchema>;

/** A figure of a past plant day: what it used, cost and was predicted to, and how far plans were carried out. */
export const dayFigureSchema = z
  .object({
    id: z.string(),
    fromMs: instantMs,
    untilMs: instantMs,
    value: z.number(),
    unit: z.string(),
    computedAtMs: instantMs,
  })
  .meta({ id: "DayFigure" });
export type DayFigure = z.infer<typeof dayFigureSchema>;

export const periodQuery = z.object({
  fromMs: z.coerce.number().int().describe("Days that start at this instant or later"),
  untilMs: z.coerce.number().int().describe("and before this one"),
});

/** Languages of a report, with their number and date forms. */
export const reportLocales = ["en", "de", "fr"] as const;

export const reportQuery = z.object({
  from: z.iso.date().describe("First local day of the plant, for example 2023-05-01"),
  to: z.iso.date().describe("Last one, included"),
  locale: z.enum(reportLocales).default("en").describe("Language, number and date forms"),
});

export const limitQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });
