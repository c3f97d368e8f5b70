import { createModel, type EvidenceControl, successShare } from "@qtwin/model";
import { exampleEvidence } from "@qtwin/model/testing";
import { expect, test } from "vitest";
import { QaoaLedger } from "./qaoa-ledger.ts";

const builder = createModel({ name: "whole", sense: "minimize" });
builder
  .objective({ id: "cost", rule: "cost", sentence: "What it costs.", unit: "1" })
  .plus(1, builder.binary("x"));
const whole = builder.build();

const control: EvidenceControl = exampleEvidence().controls[0]!;

/** The one entry of these trials. */
function entryOf(...trials: Parameters<QaoaLedger["add"]>[0][]) {
  const ledger = new QaoaLedger();
  for (const trial of trials) ledger.add(trial);
  const [entry, ...rest] = ledger.evidence(whole, 7);
  expect(rest).toEqual([]);
  return entry!;
}

test("effort, seconds and times to solution are sums, objectives means no worse than the incumbents", () => {
  const entry = entryOf(
    { evidence: exampleEvidence({ objective: -2, timeToSolutionS: 1 }), incumbent: 0 },
    {
      evidence: exampleEvidence({ objective: 5, timeToSolutionS: 3, seconds: { toBest: null } }),
      incumbent: -4,
    },
  );
  expect(entry).toMatchObject({
    model: { name: "whole" },
    variables: 1,
    seed: 7,
    shots: 200,
    evaluations: 80,
    gradients: 40,
    objective: -3,
    predictedSuccess: 0.25,
    observedSuccess: successShare(48, 200),
    processedSuccess: successShare(120, 200),
    timeToSolutionS: 4,
  });
  // 0.9 s, and all of the second one.
  expect(entry.seconds).toEqual({
    compile: 0.2,
    angleSearch: 1,
    sampling: 0.4,
    postProcessing: 0.2,
    queue: 0,
    total: 2,
    toBest: 1.9,
  });
  expect(entry.controls).toEqual([
    {
      ...control,
      // The second incumbent is better than what the control found.
      objective: -3,
      seconds: 0.4,
      secondsToBest: 0.02,
      evaluations: 200,
      budget: { seconds: 2, evaluations: 200 },
      success: successShare(100, 200),
      timeToSolutionS: 0.04,
    },
  ]);
});

test("where one neighbourhood was never solved, all of them were not", () => {
  const never = exampleEvidence({
    timeToSolutionS: null,
    processedSuccess: successShare(0, 100),
    controls: [{ ...control, success: successShare(0, 100), timeToSolutionS: null }],
  });
  const entry = entryOf({ evidence: exampleEvidence(), incumbent: 0 }, { evidence: never, incumbent: 0 });
  expect(entry.timeToSolutionS).toBeNull();
  expect(entry.processedSuccess).toEqual(successShare(60, 200));
  expect(entry.controls[0]).toMatchObject({ timeToSolutionS: null, success: { hits: 50, of: 200 } });
});

test("what one neighbourhood does not know, the entry does not know", () => {
  const unknown = exampleEvidence({ reference: null, predictedSuccess: null, observedSuccess: null });
  const trial = { evidence: exampleEvidence(), incumbent: null };
  const entry = entryOf(trial, { evidence: unknown, incumbent: 0 });
  expect(entry).toMatchObject({ reference: null, predictedSuccess: null, observedSuccess: null });
  expect(
    entryOf(trial, { evidence: exampleEvidence({ objective: null }), incumbent: null }).objective,
  ).toBeNull();
});
