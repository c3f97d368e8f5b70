import type { EvidenceView } from "@qtwin/api";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ClassChart } from "./class-chart.tsx";
import { byClass } from "./ledger.ts";

/** Hits of the run and of its only control, and the seconds of each; null: not known. */
type Row = readonly [
  runHits: number | null,
  runS: number | null,
  plainHits: number | null,
  plainS: number | null,
];

/** Only what is looked at here; the rest of an entry stays out. */
function chartOf(...[runHits, runS, plainHits, plainS]: Row): string {
  const share = (hits: number | null) => (hits === null ? null : { hits });
  const evidence = {
    problemClass: "qubo",
    model: { name: "cut" },
    qubits: 4,
    processedSuccess: share(runHits),
    timeToSolutionS: runS,
    controls: [{ method: "tabu", success: share(plainHits), timeToSolutionS: plainS }],
  };
  const entry = { number: 1, atMs: 0, verdict: { kind: "none" }, evidence } as unknown as EvidenceView;
  return renderToStaticMarkup(createElement(ClassChart, { summary: byClass([entry])[0]! }));
}

test("what was not measured is not called never", () => {
  expect(chartOf(null, null, null, null)).toContain("quantum not measured, controls not measured");
  expect(chartOf(null, null, null, null)).toContain("time to solution was not measured");
  // Entries of sums of neighbourhoods from before their time to solution was taken.
  expect(chartOf(null, null, 3, null)).not.toContain("no method came to the reference");
});

test("never is what was tried and did not come", () => {
  expect(chartOf(0, null, 0, null)).toContain("quantum never, controls never");
  expect(chartOf(0, null, 0, null)).toContain("no method came to the reference");
  const half = chartOf(0, null, 3, 0.5);
  expect(half).toContain("quantum never, tabu ");
  expect(half).not.toMatch(/no method came|not measured/);
});
