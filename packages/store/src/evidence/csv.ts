import { type CsvCell, csvLine } from "@qtwin/core";
import type { EvidenceControl } from "@qtwin/model";
import type { EvidenceEntry } from "./evidence.ts";

/** One line for the run and one for each of its controls, so that methods can be compared in one column. */
const columns = [
  "number",
  "id",
  "endedAt",
  "recordedBy",
  "problemClass",
  "model",
  "modelHash",
  "sense",
  "variables",
  "role",
  "method",
  "device",
  "qubits",
  "layers",
  "shots",
  "evaluations",
  "evaluationUnit",
  "gradients",
  "seed",
  "secondsCompile",
  "secondsAngleSearch",
  "secondsSampling",
  "secondsPostProcessing",
  "secondsQueue",
  "secondsTotal",
  "secondsToBest",
  "budgetSeconds",
  "budgetEvaluations",
  "objective",
  "referenceObjective",
  "referenceCertified",
  "referenceSource",
  "postProcessing",
  "predictedSuccess",
  "observedSuccess",
  "observedSuccessLow",
  "observedSuccessHigh",
  "success",
  "successLow",
  "successHigh",
  "timeToSolutionS",
  "logicalQubits",
  "physicalQubits",
  "tStates",
  "shotRuntimeS",
  "estimator",
  "verdict",
] as const;
type Row = Partial<Record<(typeof columns)[number], CsvCell>>;

/**
 * The ledger as CSV: one header line, lines end with CRLF, instants are UTC, an empty field is unknown or not applicable.
 * Source: RFC 4180.
 */
export function evidenceCsv(entries: readonly EvidenceEntry[]): string {
  return header + linesOf(entries);
}

/** The same from `evidencePages`: of a long ledger only the text is held, which is much smaller than its entries. */
export async function evidencePagesCsv(pages: AsyncIterable<readonly EvidenceEntry[]>): Promise<string> {
  let text = header;
  for await (const page of pages) text += linesOf(page);
  return text;
}

const header = csvLine(columns);

function linesOf(entries: readonly EvidenceEntry[]): string {
  const rows = entries.flatMap((entry) => [
    runRow(entry),
    ...entry.evidence.controls.map((control) => controlRow(entry, control)),
  ]);
  return rows.map((row) => csvLine(columns.map((column) => row[column] ?? null))).join("");
}

function sharedCells({ number, id, atMs, by, evidence }: EvidenceEntry): Row {
  const { problemClass, model, sense, variables, reference, postProcessing, seed } = evidence;
  return {
    number,
    id,
    endedAt: new Date(atMs).toISOString(),
    recordedBy: by,
    problemClass,
    model: model.name,
    modelHash: model.hash,
    sense,
    variables,
    seed,
    referenceObjective: reference?.objective ?? null,
    referenceCertified: reference && String(reference.certified),
    referenceSource: reference?.source ?? null,
    postProcessing,
  };
}

function runRow(entry: EvidenceEntry): Row {
  const { evidence } = entry;
  const { seconds, observedSuccess, processedSuccess, resources } = evidence;
  return {
    ...sharedCells(entry),
    role: "quantum",
    method: evidence.method,
    device: evidence.device,
    qubits: evidence.qubits,
    layers: evidence.layers,
    shots: evidence.shots,
    evaluations: evidence.evaluations,
    evaluationUnit: "states for a mean energy",
    gradients: evidence.gradients,
    secondsCompile: seconds.compile,
    secondsAngleSearch: seconds.angleSearch,
    secondsSampling: seconds.sampling,
    secondsPostProcessing: seconds.postProcessing,
    secondsQueue: seconds.queue,
    secondsTotal: seconds.total,
    secondsToBest: seconds.toBest,
    objective: evidence.objective,
    predictedSuccess: evidence.predictedSuccess,
    observedSuccess: observedSuccess?.probability ?? null,
    observedSuccessLow: observedSuccess?.low ?? null,
    observedSuccessHigh: observedSuccess?.high ?? null,
    success: processedSuccess?.probability ?? null,
    successLow: processedSuccess?.low ?? null,
    successHigh: processedSuccess?.high ?? null,
    timeToSolutionS: evidence.timeToSolutionS,
    logicalQubits: resources?.logicalQubits ?? null,
    physicalQubits: resources?.physicalQubits ?? null,
    tStates: resources?.tStates ?? null,
    shotRuntimeS: resources?.runtimeS ?? null,
    estimator: resources && `${resources.tool} ${resources.toolVersion}`,
    verdict: entry.verdict.sentence,
  };
}

const controlRow = (entry: EvidenceEntry, control: EvidenceControl): Row => ({
  ...sharedCells(entry),
  role: "control",
  method: control.method,
  evaluations: control.evaluations,
  evaluationUnit: control.evaluationUnit,
  secondsTotal: control.seconds,
  secondsToBest: control.secondsToBest,
  budgetSeconds: control.budget.seconds,
  budgetEvaluations: control.budget.evaluations,
  objective: control.objective,
  success: control.success?.probability ?? null,
  successLow: control.success?.low ?? null,
  successHigh: control.success?.high ?? null,
  timeToSolutionS: control.timeToSolutionS,
});
