import { describe, expect, test } from "vitest";
import { type EvidenceControl, runSuccess, successShare, timeToSolutionS, verdictOf } from "./evidence.ts";
import { exampleEvidence } from "./testing/example-evidence.ts";

describe("timeToSolutionS", () => {
  test("repeats a run until 99 % are reached", () => {
    // Two runs of 90 % each fail together with 1 %. Tolerance: rounding of two logarithms.
    expect(timeToSolutionS(3, 0.9)).toBeCloseTo(6, 12);
    expect(timeToSolutionS(1, 0.5)).toBeCloseTo(Math.log2(100), 12);
  });

  test("is one run from 99 % on, and never where nothing succeeds", () => {
    expect(timeToSolutionS(3, 0.99)).toBe(3);
    expect(timeToSolutionS(3, 1)).toBe(3);
    expect(timeToSolutionS(3, 0)).toBeNull();
    expect(timeToSolutionS(3, Number.NaN)).toBeNull();
  });

  test("keeps its digits at tiny probabilities", () => {
    expect(timeToSolutionS(1e-12, 1e-12)! / Math.log(100)).toBeCloseTo(1, 9);
  });
});

test("runSuccess is the chance of one success at least", () => {
  expect(runSuccess(0.5, 2)).toBeCloseTo(0.75, 12);
  expect(runSuccess(1, 1)).toBe(1);
  expect(runSuccess(0, 1000)).toBe(0);
});

describe("successShare", () => {
  test("agrees with the interval of Wilson's paper for 10 of 100", () => {
    // Reference: Newcombe, Statistics in Medicine 17, 857 (1998), the score method by hand; four digits.
    const share = successShare(10, 100)!;
    expect(share.probability).toBe(0.1);
    expect(share.low).toBeCloseTo(0.0552, 4);
    expect(share.high).toBeCloseTo(0.1744, 4);
  });

  test("has width at the ends too, and is nothing without tries", () => {
    expect(successShare(0, 10)).toMatchObject({ probability: 0, low: 0 });
    expect(successShare(0, 10)!.high).toBeGreaterThan(0.2);
    expect(successShare(10, 10)).toMatchObject({ probability: 1, high: 1 });
    expect(successShare(0, 0)).toBeNull();
  });
});

describe("verdictOf", () => {
  const run = exampleEvidence({ objective: 10, seconds: { toBest: 2 } });
  const control = (method: string, objective: number | null, secondsToBest: number): EvidenceControl => ({
    ...run.controls[0]!,
    method,
    objective,
    secondsToBest,
  });
  const verdict = (...controls: EvidenceControl[]) => verdictOf({ ...run, controls });

  test("names the fastest control that was at least as good in less time", () => {
    expect(verdict(control("annealing", 10, 0.5), control("tabu", 10, 0.01))).toEqual({
      kind: "plain-faster",
      control: "tabu",
      sentence: "tabu: same objective in 0.01 s (quantum: 2 s)",
    });
    expect(verdict(control("tabu", 9, 0.5)).sentence).toMatch(/^tabu: better objective/);
  });

  test("gives a tie to the control", () => {
    expect(verdict(control("tabu", 10, 2))).toMatchObject({ kind: "plain-faster", control: "tabu" });
  });

  test("prefers a better control to an equal one where none was faster", () => {
    expect(verdict(control("annealing", 10, 3), control("tabu", 9, 5))).toMatchObject({
      kind: "plain-better",
      control: "tabu",
    });
    expect(verdict(control("tabu", 10, 5))).toMatchObject({ kind: "quantum-faster", control: "tabu" });
  });

  test("says so where no control was as good, or there is none", () => {
    expect(verdict(control("tabu", 11, 0.1))).toMatchObject({ kind: "quantum-ahead", control: null });
    expect(verdict()).toMatchObject({ kind: "none", sentence: "No control to compare with." });
    expect(verdictOf({ ...run, objective: null, controls: [control("tabu", null, 1)] }).sentence).toMatch(
      /^Neither/,
    );
  });

  test("a run without solution loses against any that has one", () => {
    expect(verdictOf({ ...run, objective: null, controls: [control("tabu", 99, 1)] }).kind).toBe(
      "plain-faster",
    );
  });

  test("greater is better where the model maximises", () => {
    const most = { ...run, sense: "maximize" } as const;
    expect(verdictOf({ ...most, controls: [control("tabu", 9, 0.1)] }).kind).toBe("quantum-ahead");
    expect(verdictOf({ ...most, controls: [control("tabu", 11, 0.1)] }).kind).toBe("plain-faster");
  });

  test("rounding makes no difference", () => {
    expect(verdict(control("tabu", 10 + 1e-12, 0.1)).kind).toBe("plain-faster");
  });
});
