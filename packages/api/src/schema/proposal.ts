import { assetModes, proposalStates } from "@qtwin/decide/proposal";
import { answerStatuses } from "@qtwin/model/answer";
import { ackStates } from "@qtwin/twin";
import { z } from "zod";
import { instantMs, list, share } from "./basics.ts";

const series = z
  .object({
    id: z.string(),
    title: z.string(),
    unit: z.string(),
    values: list(z.number().nullable()),
    low: list(z.number().nullable()).exactOptional(),
    high: list(z.number().nullable()).exactOptional(),
    nature: z.enum(["forecast", "planned", "known"]),
  })
  .meta({ id: "PlanSeries" });

const bar = z
  .object({
    id: z.string(),
    title: z.string(),
    startMs: instantMs,
    endMs: instantMs,
    kind: z.string(),
    frozen: z.boolean(),
    details: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .meta({ id: "Bar" });

export const planSchema = z
  .object({
    grid: z.object({ startMs: instantMs, stepMin: z.number(), count: z.number().int() }),
    lanes: list(z.object({ id: z.string(), title: z.string(), bars: list(bar) })),
    series: list(series),
    kpis: list(z.object({ id: z.string(), title: z.string(), value: z.number(), unit: z.string() })),
    cost: z.object({
      totalEur: z.number(),
      parts: list(z.object({ id: z.string(), title: z.string(), costEur: z.number() })),
    }),
  })
  .meta({ id: "Plan" });

export const envelopeSchema = z
  .object({
    fromMs: instantMs,
    untilMs: instantMs,
    bands: list(
      z.object({
        pointId: z.string(),
        asset: z.string(),
        min: z.number().exactOptional(),
        max: z.number().exactOptional(),
        allowed: list(z.unknown()).exactOptional(),
      }),
    ),
    pourBy: list(z.object({ orderId: z.string(), latestMs: instantMs })),
    costLimitEur: z.number(),
    peakLimitKw: z.number(),
  })
  .meta({ id: "Envelope" });

const precondition = z.object({
  id: z.string(),
  asset: z.string(),
  sentence: z.string(),
  pointId: z.string(),
  check: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("equals"), value: z.union([z.string(), z.number(), z.boolean()]) }),
    z.object({ kind: z.literal("between"), min: z.number(), max: z.number() }),
    z.object({ kind: z.literal("fresh"), maxAgeMs: z.number() }),
  ]),
});

const commandSlot = z.object({
  pointId: z.string(),
  asset: z.string(),
  slot: z.number().int(),
  value: z.unknown(),
  validFromMs: instantMs,
  validUntilMs: instantMs,
  restore: z.unknown(),
});

const assetDiff = z.object({
  asset: z.string(),
  title: z.string(),
  changes: list(
    z.object({
      pointId: z.string(),
      fromMs: instantMs,
      untilMs: instantMs,
      before: z.unknown(),
      after: z.unknown(),
      sentence: z.string(),
    }),
  ),
});

const explanation = z.object({
  binding: list(z.object({ rule: z.string(), sentence: z.string(), count: z.number().int() })),
  levers: list(z.object({ id: z.string(), title: z.string(), savingEur: z.number() })),
  sentences: list(z.string()),
});

/** Cost of the plan minus cost of doing nothing, on the same scenarios; negative saves. */
export const differenceSchema = z
  .object({
    scenarioCount: z.number().int(),
    p10Eur: z.number(),
    p50Eur: z.number(),
    p90Eur: z.number(),
    meanEur: z.number(),
    probabilityWorse: share,
  })
  .meta({ id: "Difference" });

/** The same scenarios, taken for one while they are alike. */
const differenceTreeSchema = z
  .object({
    stagesUntilMs: list(instantMs).describe("Ends of the stages; the first is now"),
    quantities: list(
      z.object({
        id: z.string(),
        title: z.string(),
        unit: z.string(),
        kind: z.enum(["deviation", "outcome"]).describe("Against the forecast, or what comes of it"),
      }),
    ),
    nodes: list(
      z.object({
        parent: z.number().int().nullable().describe("Position of the node before; null: the root"),
        stage: z.number().int(),
        probability: share,
        planMeanEur: z.number().describe("Cost of the plan on the mean of its scenarios"),
        values: list(z.number().nullable()).describe("Mean in its stage, one per quantity; null: not open"),
        difference: differenceSchema,
      }),
    ),
  })
  .meta({ id: "DifferenceTree" });

const worstConfidence = z.object({ pointId: z.string(), sentence: z.string(), confidence: share }).nullable();

const constraintReport = list(
  z.object({ rule: z.string(), sentence: z.string(), state: z.enum(["kept", "binding", "violated"]) }),
);

export const proposalSchema = z
  .object({
    id: z.string(),
    siteId: z.string(),
    useCase: z.string(),
    snapshotId: z.string(),
    createdAtMs: instantMs,
    expiresAtMs: instantMs,
    author: z.string(),
    trigger: z.string(),
    plan: planSchema,
    baseline: planSchema,
    predictedSavingEur: z.number(),
    predictedSavingPct: z.number(),
    difference: differenceSchema,
    scenarioTree: differenceTreeSchema.exactOptional(),
    dayCost: z
      .object({
        fromMs: instantMs,
        untilMs: instantMs,
        p10Eur: z.number(),
        p50Eur: z.number(),
        p90Eur: z.number(),
        kind: z.string().describe("What its errors depend on"),
        halfBandEur: z.number().describe("What its errors are counted in"),
      })
      .describe("What the meters will say the rest of the day costs: median and 80 % band")
      .exactOptional(),
    diff: list(assetDiff),
    explanation,
    solve: z.object({
      solver: z.string(),
      status: z.enum(answerStatuses),
      objective: z.number().nullable(),
      bound: z.number().nullable(),
      gap: z.number().nullable(),
      seconds: z.number(),
      seed: z.number(),
      feasible: z.boolean(),
    }),
    worstConfidence,
    constraintReport,
    envelope: envelopeSchema,
    preconditions: list(precondition),
    commands: list(commandSlot),
  })
  .meta({ id: "Proposal" });

export const proposalState = z.enum(proposalStates);

/** One line of a list of proposals. */
export const proposalSummarySchema = z
  .object({
    id: z.string(),
    state: proposalState,
    trigger: z.string(),
    author: z.string(),
    createdAtMs: instantMs,
    expiresAtMs: instantMs,
    predictedSavingEur: z.number(),
    predictedSavingPct: z.number(),
    probabilityWorse: share,
    worstConfidence,
  })
  .meta({ id: "ProposalSummary" });
export type ProposalSummary = z.infer<typeof proposalSummarySchema>;

export const decisionSchema = z
  .object({
    id: z.string(),
    proposalId: z.string(),
    verdict: z.enum(["approve", "reject", "defer"]),
    by: list(z.string()),
    note: z.string(),
    decidedAtMs: instantMs,
    deferUntilMs: instantMs.nullable(),
  })
  .meta({ id: "Decision" });
export type DecisionView = z.infer<typeof decisionSchema>;

/** Where a command stands on its way; the last four and `verified` are ends. */
export const commandStates = [
  "prepared",
  "sent",
  "acknowledged",
  "clamped",
  "verified",
  "refused",
  "expired",
  "failed",
  "handed-back",
] as const;

/** A command as the write step keeps it. */
export const commandSchema = z
  .object({
    id: z.string(),
    proposalId: z.string(),
    pointId: z.string(),
    asset: z.string(),
    slot: z.number().int(),
    value: z.unknown(),
    restore: z.unknown().describe("Native value, in force after hand-back"),
    validFromMs: instantMs,
    validUntilMs: instantMs,
    state: z.enum(commandStates),
    reason: z.string().describe("Why it ended as it did; empty when there is nothing to say"),
    ack: z
      .object({ id: z.string(), state: z.enum(ackStates), value: z.unknown(), reason: z.string() })
      .nullable()
      .describe("What the plant answered"),
    preparedAtMs: instantMs,
    sentAtMs: instantMs.nullable(),
    sends: z.number().int(),
    endedAtMs: instantMs.nullable(),
  })
  .meta({ id: "Command" });
export type CommandView = z.infer<typeof commandSchema>;

export const proposalDetailSchema = z
  .object({
    state: proposalState,
    proposal: proposalSchema,
    decisions: list(decisionSchema),
    commands: list(commandSchema),
    /** Who must still agree under the two-person rule; 0 when nobody. */
    approvalsMissing: z.number().int(),
    mayDecide: z.boolean().describe("Whether the asking user may decide this proposal now"),
    whyNot: z.string().nullable(),
  })
  .meta({ id: "ProposalDetail" });
export type ProposalDetail = z.infer<typeof proposalDetailSchema>;

export const proposalQuery = z.object({
  state: proposalState.exactOptional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const verdictSchema = z
  .object({
    verdict: z.enum(["approve", "reject", "defer"]),
    note: z.string().max(2000).default(""),
    deferMin: z.number().min(1).max(1440).exactOptional().describe("Plant minutes; only with defer"),
  })
  .refine((body) => body.verdict === "approve" || body.note.trim() !== "", {
    path: ["note"],
    message: "say why: a rejection or deferral carries a note",
  });

/** What may be changed on the facts of a proposal to see what its plan would become. */
export const whatIfOptionsSchema = z
  .object({
    values: list(
      z.object({
        id: z.string(),
        title: z.string(),
        unit: z.string(),
        min: z.number(),
        max: z.number(),
        step: z.number(),
        value: z.number().describe("As it is"),
      }),
    ),
    movable: z.object({
      bars: list(z.string()).describe("Bars that may be pinned to a start"),
      lanes: list(z.string()).describe("Lanes that may be out"),
    }),
  })
  .meta({ id: "WhatIfOptions" });
export type WhatIfOptionsView = z.infer<typeof whatIfOptionsSchema>;

const shortId = z.string().min(1).max(200);
export const whatIfChangeSchema = z
  .object({
    values: z.record(z.string(), z.number()).default({}),
    pins: z
      .array(z.object({ barId: shortId, laneId: shortId, startMs: instantMs }))
      .max(50)
      .default([]),
    outages: z
      .array(z.object({ laneId: shortId, startMs: instantMs, endMs: instantMs }))
      .max(20)
      .default([]),
  })
  .meta({ id: "WhatIfChange" });
export type WhatIfChangeInput = z.input<typeof whatIfChangeSchema>;

export const whatIfAnswerSchema = z
  .object({
    plan: planSchema,
    baseline: planSchema,
    solve: z.object({
      solver: z.string(),
      status: z.enum(answerStatuses),
      gap: z.number().nullable(),
      seconds: z.number(),
    }),
    constraintReport,
  })
  .meta({ id: "WhatIfAnswer" });
export type WhatIfAnswerView = z.infer<typeof whatIfAnswerSchema>;

/** The last approved plan and how far it is written; null when the plant runs on native control. */
export const planInForceSchema = z
  .object({
    proposalId: z.string(),
    state: proposalState,
    approvedBy: list(z.string()),
    decidedAtMs: instantMs,
    note: z.string(),
    plan: planSchema,
    baseline: planSchema,
    envelope: envelopeSchema,
    commands: list(commandSchema),
  })
  .nullable()
  .meta({ id: "PlanInForce" });
export type PlanInForce = z.infer<typeof planInForceSchema>;

export const assetModeName = z.enum(assetModes);

export const assetModeSchema = z
  .object({
    asset: z.string(),
    title: z.string(),
    mode: assetModeName.describe("How far Qtwin may act on the asset"),
    plantMode: z.string().nullable().describe("What the plant itself says: off, local, remote, fault"),
    writePoints: list(z.string()),
    reason: z.string().describe("Why the mode was last changed"),
    changedBy: z.string(),
    changedAtMs: instantMs.nullable(),
    nextStep: z.string().nullable().describe("What is still missing for the next step up; null when nothing"),
  })
  .meta({ id: "AssetMode" });
export type AssetModeView = z.infer<typeof assetModeSchema>;

export const modeChangeSchema = z.object({ mode: assetModeName, note: z.string().min(1).max(2000) });
