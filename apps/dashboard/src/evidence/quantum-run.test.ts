import { MantineProvider } from "@mantine/core";
import type { EvidenceView } from "@qtwin/api";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { QuantumRun } from "./quantum-run.tsx";

type Run = Parameters<typeof QuantumRun>[0]["run"];

const control = (method: string): EvidenceView["evidence"]["controls"][number] => ({
  ...{
    method,
    objective: -12.86,
    seconds: 0.01,
    secondsToBest: 0.007,
    evaluations: 8,
    evaluationUnit: "starts",
  },
  ...{ budget: { seconds: 1, evaluations: null }, success: null, timeToSolutionS: 0.01 },
});

const run: Run = {
  verdict: {
    kind: "plain-faster",
    control: "tabu",
    sentence: "tabu: same objective in 0.007 s (quantum: 0.3 s)",
  },
  evidence: {
    ...{ problemClass: "energy-window", model: { name: "energy window f1", hash: "a" }, sense: "minimize" },
    ...{ variables: 2, method: "qaoa", device: "simulator", seed: 1, qubits: 2, layers: 2, shots: 1000 },
    ...{ evaluations: 3, gradients: 3, objective: -12.86, postProcessing: "one-flip descent" },
    reference: { objective: -12.86, certified: true, source: "enumeration" },
    seconds: {
      ...{ compile: 0, angleSearch: 0.2, sampling: 0.05, postProcessing: 0.05, queue: 0, total: 0.3 },
      toBest: 0.3,
    },
    predictedSuccess: 0.0043,
    observedSuccess: { hits: 4, of: 1000, probability: 0.004, low: 0.002, high: 0.01 },
    processedSuccess: null,
    timeToSolutionS: 0.3,
    controls: ["random-sampling", "annealing", "tabu", "enumeration", "highs"].map(control),
    resources: null,
    circuit: {
      ...{ offset: 0, linear: [-1, -2], couplings: [[0, 1, 3]] },
      ...{ gammas: [0.41, 0.52], betas: [-0.63, -0.24] },
    },
  },
};

const pageOf = (shown: Run): string =>
  renderToStaticMarkup(createElement(MantineProvider, null, createElement(QuantumRun, { run: shown })));

test("shows angles, predicted and sampled success, all five controls and that a plain one was faster", () => {
  const page = pageOf(run);
  for (const { method } of run.evidence.controls) expect(page).toContain(`>${method}<`);
  for (const angle of ["0.4100", "0.5200", "−0.6300", "−0.2400"]) expect(page).toContain(angle);
  expect(page).toContain("0.43\u00a0%");
  expect(page).toContain("4 of 1000 shots");
  expect(page).toContain("A plain solver was as good and no slower. tabu: same objective");
  expect(page).toContain('aria-label="Circuit"');
  expect(page).toContain("Save as OpenQASM 3");
});

test("a run among the options of its choices says so, and its circuit starts with one of each", () => {
  const { evidence } = run;
  const circuit = { ...evidence.circuit!, couplings: [], groups: [[0, 1]] };
  const page = pageOf({ ...run, evidence: { ...evidence, method: "subspace-qaoa", circuit } });
  expect(page).toContain("2 qubits in 1 choices, one option of each, 2 layers");
  expect(page).toContain("(XX + YY)/2");
  expect(page).not.toContain("ΣX");
});

test("a run without its circuit still stands beside its controls", () => {
  const { circuit: _, ...evidence } = run.evidence;
  const page = pageOf({ ...run, evidence });
  expect(page).toContain(">highs<");
  expect(page).not.toContain("OpenQASM");
});
