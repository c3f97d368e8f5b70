import { createRandom, type Random } from "@qtwin/core";
import { describe, expect, test } from "vitest";
import { relativeGap } from "../answer.ts";
import { digestOf } from "./seal.ts";
import { type Case, cases, one, type Values } from "./testing/cases.ts";
import { type Result, resultOf, verified } from "./testing/results.ts";

type Changed = Record<string, unknown>;
const steps = [1, -1, 0.5, 1e-3, -7];
const pick = <T>(list: readonly T[], random: Random): T => list[random.integer(list.length)]!;

/** Whether a result is true, by the arithmetic of its case and the words of docs/concepts/answers.md alone. */
function isTrue({ model, truth }: Case, before: Result, changed: Changed, isSealed: boolean): boolean {
  const { solution, objective, bound, gap } = changed as unknown as Result;
  const names = Object.keys(solution);
  const isComplete = names.length === model.variables.count && names.every((name) => name in before.solution);
  const found = isComplete ? truth(solution) : null;
  if (found === null || units(objective) !== found) return false;
  if (bound !== null && (model.sense === "minimize" ? units(bound) > found : units(bound) < found))
    return false;
  if (gap !== null && (bound === null || Math.abs(gap - relativeGap(objective, bound)) > 1e-9)) return false;
  return (
    changed.fingerprint === before.fingerprint &&
    changed.sense === model.sense &&
    changed.feasible === true &&
    isStatusTrue(changed, found, isSealed)
  );
}

const units = (value: number): bigint => BigInt(Math.round(value * Number(one)));

function isStatusTrue({ status, bound, gapLimit }: Changed, found: bigint, isSealed: boolean): boolean {
  if (status !== "optimal") return status === "feasible";
  if (bound === null) return false;
  const difference = Math.abs(Number(units(bound as number) - found));
  const limit = isSealed || (gapLimit as number) <= 0.1 ? (gapLimit as number) : 1e-4;
  return difference <= limit * Math.abs(Number(found));
}

const changes: readonly ((each: Case, result: Result, random: Random) => Changed)[] = [
  (_, result, random) => ({ ...result, solution: moved(result.solution, random) }),
  (_, result, random) => ({ ...result, solution: moved(moved(result.solution, random), random) }),
  fitting,
  fitting,
  fitting,
  (_, result, random) => {
    const { [pick(Object.keys(result.solution), random)]: _gone, ...solution } = result.solution;
    return { ...result, solution };
  },
  (_, result) => ({ ...result, solution: { ...result.solution, more: 0 } }),
  (_, result, random) => ({ ...result, objective: result.objective + pick(steps, random) }),
  (_, result, random) => withBound(result, result.bound + pick(steps, random)),
  (_, result, random) => withBound(result, result.bound + pick(steps, random)),
  (_, result) => ({ ...result, bound: null, gap: null }),
  (_, result, random) => ({ ...result, gap: 0.02 * random.integer(4) }),
  (_, result, random) => ({ ...result, status: pick(["feasible", "infeasible", "unbounded"], random) }),
  (_, result, random) => ({ ...result, sense: pick(["minimize", "maximize"], random) }),
  (_, result) => ({ ...result, feasible: false }),
  (_, result, random) => ({ ...result, gapLimit: pick([0, 0.02, 0.04, 0.3, 5], random) }),
  (_, result, random) => ({ ...result, fingerprint: `${random.integer(1e9)}` }),
];

function moved(solution: Values, random: Random): Values {
  const name = pick(Object.keys(solution), random);
  return { ...solution, [name]: solution[name]! + pick(steps, random) };
}

/** Other values, with an objective that mostly fits them. */
function fitting({ truth }: Case, result: Result, random: Random): Changed {
  const solution = moved(result.solution, random);
  const found = truth(solution);
  const objective = found === null ? result.objective : Number(found) / Number(one);
  const status = pick(["feasible", "optimal"], random);
  return { ...result, solution, objective, status, gap: relativeGap(objective, result.bound) };
}

/** Another bound, and a gap limit that may let it pass. */
function withBound(result: Result, bound: number): Changed {
  const { gapLimit, objective } = result;
  return { ...result, bound, gap: relativeGap(objective, bound), gapLimit: gapLimit < 0.01 ? 0.5 : gapLimit };
}

describe.each(cases)("$model.name", (each) => {
  const result = resultOf(each);

  test("200 random changes anywhere in a sealed result are all rejected", () => {
    const random = createRandom(7);
    for (let count = 0; count < 200; count++) {
      const changed = changedAnywhere(result, random) as Changed;
      expect(changed).not.toEqual(result);
      expect(isAccepted(each, changed), JSON.stringify(changed)).toBe(false);
    }
  });

  test.each([
    ["without a seal", (changed: Changed) => ({ ...changed, digest: null }), false],
    ["with a seal made anew", (changed: Changed) => ({ ...changed, digest: digestOf(changed) }), true],
  ] as const)("of 100 random changes %s, those are rejected that are false", (_, seal, isSealed) => {
    const random = createRandom(11);
    const verdicts = Array.from({ length: 100 }, () => {
      const changed = pick(changes, random)(each, result, random);
      const expected = isTrue(each, result, changed, isSealed);
      expect(isAccepted(each, seal(changed)), JSON.stringify(changed)).toBe(expected);
      return expected;
    });
    // Both kinds are among them, so that accepting or rejecting all would fail.
    expect(verdicts.filter((isSo) => isSo).length).toBeGreaterThan(3);
    expect(verdicts.filter((isSo) => !isSo).length).toBeGreaterThan(50);
  });
});

/** A file that cannot be read is not accepted either. */
function isAccepted({ model }: Case, result: Changed): boolean {
  try {
    return verified(model, result).accepted;
  } catch (error) {
    expect(error).toMatchObject({ code: "QT_MODEL_SYNTAX" });
    return false;
  }
}

/** One field at any depth changed, removed or added; the seal itself is not taken off. */
function changedAnywhere(value: unknown, random: Random): unknown {
  if (typeof value === "number") return value + pick(steps, random);
  if (typeof value === "string") return `${value}0`;
  if (typeof value === "boolean") return !value;
  if (value === null) return 0;
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = Object.keys(copy);
  const key = pick(keys, random);
  const how = random.integer(6);
  if (how === 0 && !Array.isArray(copy)) copy[`${key}'`] = copy[key];
  else if (how === 1 && key !== "digest" && !Array.isArray(copy)) delete copy[key];
  else copy[key] = changedAnywhere(copy[key], random);
  return copy;
}
