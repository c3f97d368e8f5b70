import { z } from "zod";
import { share } from "./basics.ts";

const seconds = z.number().min(0);
const count = z.number().int().min(0);
const text = z.string().min(1).max(500);

/** The last instant whose year has four digits in ISO 8601; what a clock in other units says lies beyond. */
const lastMs = Date.UTC(10_000, 0) - 1;

const successSchema = z
  .object({
    hits: count,
    of: count,
    probability: share,
    low: share.describe("Lower end of the 95 % interval"),
    high: share.describe("Upper end of the 95 % interval"),
  })
  .meta({ id: "SuccessShare" });

const controlSchema = z
  .object({
    method: text,
    objective: z.number().nullable(),
    seconds: seconds.describe("End to end"),
    secondsToBest: seconds.nullable(),
    evaluations: z.number().min(0),
    evaluationUnit: text,
    budget: z.object({ seconds: seconds.nullable(), evaluations: count.nullable() }),
    success: successSchema.nullable(),
    timeToSolutionS: seconds.nullable(),
  })
  .meta({ id: "EvidenceControl" });

const resourcesSchema = z
  .object({
    logicalQubits: count,
    physicalQubits: count,
    tStates: count,
    runtimeS: seconds.describe("Of one shot"),
    tool: text,
    toolVersion: text,
    assumptions: z.array(text).max(50).readonly(),
  })
  .meta({ id: "ResourceEstimate" });

const qubit = z.number().int().min(0).max(63);
const circuitSchema = z
  .object({
    offset: z.number(),
    linear: z.array(z.number()).max(64).readonly(),
    couplings: z
      .array(z.tuple([qubit, qubit, z.number()]).readonly())
      .max(2016)
      .readonly()
      .describe("Pairs of qubits and the weight of their product"),
    groups: z
      .array(z.array(qubit).max(64).readonly())
      .max(64)
      .readonly()
      .exactOptional()
      .describe("Of each exactly one qubit is 1, by the XY mixer; absent: the X mixer on all"),
    gammas: z.array(z.number()).max(100).readonly().describe("One a layer, rad per unit of energy"),
    betas: z.array(z.number()).max(100).readonly().describe("One a layer, rad"),
  })
  .meta({ id: "TrainedQaoa" });

/** One quantum run beside its controls, as measured. */
export const evidenceSchema = z
  .object({
    problemClass: text,
    model: z.object({ name: z.string().max(500), hash: text }),
    sense: z.enum(["minimize", "maximize"]),
    variables: count,
    method: text,
    device: text,
    seed: z.number().int(),
    qubits: count,
    layers: count.nullable(),
    shots: count,
    evaluations: count.describe("States prepared for a mean energy"),
    gradients: count.describe("States prepared for a gradient"),
    seconds: z.object({
      compile: seconds,
      angleSearch: seconds,
      sampling: seconds,
      postProcessing: seconds,
      queue: seconds,
      total: seconds,
      toBest: seconds.nullable(),
    }),
    objective: z.number().nullable(),
    reference: z.object({ objective: z.number(), certified: z.boolean(), source: text }).nullable(),
    postProcessing: text,
    predictedSuccess: share.nullable().describe("Of one shot, from the state"),
    observedSuccess: successSchema.nullable(),
    processedSuccess: successSchema.nullable().describe("After post-processing"),
    timeToSolutionS: seconds.nullable().describe("Seconds to a success with 99 %"),
    controls: z.array(controlSchema).max(50).readonly(),
    resources: resourcesSchema.nullable(),
    circuit: circuitSchema.exactOptional().describe("As trained, on variables that are 0 or 1"),
  })
  .meta({ id: "Evidence" });

/** An entry of the evidence ledger; the verdict is computed from the facts whenever it is asked for. */
export const evidenceEntrySchema = z
  .object({
    number: z.number().int(),
    id: z.string(),
    atMs: z.number().describe("When the run ended, UTC milliseconds"),
    by: z.string(),
    verdict: z.object({
      kind: z.enum(["plain-faster", "plain-better", "quantum-faster", "quantum-ahead", "none"]),
      control: z.string().nullable(),
      sentence: z.string(),
    }),
    evidence: evidenceSchema,
  })
  .meta({ id: "EvidenceEntry" });
export type EvidenceView = z.infer<typeof evidenceEntrySchema>;

/** A quantum run that a search for a plan made. */
export const runEvidenceSchema = evidenceEntrySchema
  .pick({ verdict: true, evidence: true })
  .meta({ id: "RunEvidence" });

/** A run as it waits on disk while no platform can take it; over the wire `by` is who calls. */
export const evidenceRecordSchema = z.object({
  id: z.string().min(1).max(200).describe("Chosen by the recorder: recording again adds nothing"),
  atMs: z.number().int().min(0).max(lastMs).describe("When the run ended, UTC milliseconds"),
  by: text,
  evidence: evidenceSchema,
});

export const evidenceQuery = z.object({
  class: z.string().exactOptional().describe("Problem class, for example 'maxcut'"),
  method: z.string().exactOptional().describe("For example 'qaoa'"),
  sinceMs: z.coerce
    .number()
    .min(0)
    .max(lastMs)
    .exactOptional()
    .describe("Runs that ended then or later, UTC milliseconds"),
  before: z.coerce.number().int().exactOptional().describe("Only entries with a smaller number"),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const evidenceCsvQuery = evidenceQuery.extend({
  limit: z.coerce.number().int().min(1).exactOptional().describe("Newest runs, at most; all if absent"),
});

export const newEvidenceSchema = z
  .object({
    entries: z
      .array(
        evidenceRecordSchema.omit({ by: true }).extend({
          atMs: evidenceRecordSchema.shape.atMs
            .exactOptional()
            .describe("When the run ended, UTC milliseconds; now if absent"),
        }),
      )
      .min(1)
      .max(100)
      .readonly(),
  })
  .meta({ id: "NewEvidence" });

export const recordedSchema = z.object({ recorded: z.number().int() }).meta({ id: "Recorded" });
