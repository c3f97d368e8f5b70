import { answerStatuses } from "@qtwin/model";
import { z } from "zod";
import { instantMs } from "./basics.ts";

/** One entry of the hash-chained audit log. */
export const auditEntrySchema = z
  .object({
    seq: z.number().int(),
    atMs: z.number().describe("Wall time, UTC milliseconds"),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.unknown(),
    hash: z.string(),
  })
  .meta({ id: "AuditEntry" });
export type AuditView = z.infer<typeof auditEntrySchema>;

export const auditQuery = z.object({
  before: z.coerce.number().int().exactOptional().describe("Only entries with a smaller number"),
  action: z.string().exactOptional().describe("Prefix of the action, for example 'login'"),
  subject: z.string().exactOptional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const auditVerifySchema = z
  .object({
    ok: z.boolean(),
    entries: z.number().int(),
    brokenAt: z.number().int().nullable().describe("Number of the first entry that does not fit"),
    detail: z.string(),
  })
  .meta({ id: "AuditVerification" });
export type AuditVerification = z.infer<typeof auditVerifySchema>;

/** One turn of the loop: snapshot, model, solve, proposal. */
export const runSchema = z
  .object({
    id: z.string(),
    trigger: z.string(),
    startedAtMs: instantMs,
    finishedAtMs: instantMs.nullable(),
    state: z.string(),
    snapshotId: z.string().nullable(),
    proposalId: z.string().nullable(),
    solve: z
      .object({
        solver: z.string(),
        status: z.enum(answerStatuses),
        objective: z.number().nullable(),
        bound: z.number().nullable(),
        gap: z.number().nullable(),
        seconds: z.number(),
      })
      .nullable(),
    detail: z.string(),
    hasModel: z.boolean(),
  })
  .meta({ id: "Run" });
export type RunView = z.infer<typeof runSchema>;

export const limitQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(50) });
