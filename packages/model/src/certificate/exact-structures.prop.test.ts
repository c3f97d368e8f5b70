import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel, type ModelBuilder } from "../builder.ts";
import { structureViolation } from "../structure-violation.ts";
import { isExactStructure, structureExcess } from "./exact-structures.ts";

const meaning = { id: "rule", rule: "rule", sentence: "The rule.", unit: "1" };
const small = fc.integer({ min: 0, max: 6 });
const four = fc.array(small, { minLength: 4, maxLength: 4 });
const sixteen = fc.array(small, { minLength: 16, maxLength: 16 });

/** Four starts, four switches and two choices of two. */
function build(numbers: readonly number[], setups: readonly number[], add: (parts: Parts) => void) {
  const model = createModel({ name: "one", sense: "minimize" });
  const starts = [0, 1, 2, 3].map((at) => model.integer(`s${at}`, { upper: 9 }));
  const switches = [0, 1, 2, 3].map((at) => model.binary(`b${at}`));
  const choices = [0, 1].map((at) => model.choice(`c${at}`, ["x", "y"]));
  const setup = [0, 1, 2, 3].map((row) => setups.slice(4 * row, 4 * row + 4));
  add({ model, starts, switches, choices, numbers, setup });
  return model.build();
}
interface Parts {
  readonly model: ModelBuilder;
  readonly starts: readonly number[];
  readonly switches: readonly number[];
  readonly choices: readonly ReturnType<ModelBuilder["choice"]>[];
  readonly numbers: readonly number[];
  readonly setup: readonly number[][];
}
const intervals = ({ starts, switches, numbers }: Parts) =>
  starts.map((start, at) => ({
    start,
    duration: numbers[at]!,
    ...(at < 2 ? { present: switches[at]! } : {}),
  }));

test.each<[string, (parts: Parts) => void]>([
  ["exactly-one", ({ model, switches }) => model.exactlyOne(meaning, switches)],
  ["at-most", ({ model, switches, numbers }) => model.atMost(meaning, numbers[0]!, switches)],
  [
    "precedence",
    ({ model, starts, numbers }) => model.precedence(meaning, starts[0]!, starts[1]!, numbers[0]!),
  ],
  [
    "implication",
    ({ model, starts, switches, numbers }) => {
      const row = model.implication(meaning, switches[0]!, 1);
      for (const [at, start] of starts.entries()) row.plus(numbers[at]! - 3, start);
      row.between(-2, 2);
    },
  ],
  ["no-overlap", (parts) => parts.model.noOverlap(meaning, intervals(parts))],
  ["no-overlap", (parts) => parts.model.noOverlap(meaning, intervals(parts), parts.setup)],
  [
    "cumulative",
    (parts) => {
      const activities = intervals(parts).map((each, at) => ({ ...each, demand: parts.setup[0]![at]! }));
      parts.model.cumulative(meaning, activities, parts.numbers[0]!);
    },
  ],
  ["permutation", ({ model, choices }) => model.permutation(meaning, choices)],
])("two checks of %s, written apart, agree on whole numbers", (kind, add) => {
  const seen = new Set<boolean>();
  const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(four, sixteen, four, bits, (numbers, setups, starts, switches) => {
      const model = build(numbers, setups, add);
      const [c, d] = [switches[4]!, switches[5]!];
      const x = Float64Array.from([...starts, ...switches.slice(0, 4), c, 1 - c, d, 1 - d]);
      const structure = model.structures[0]!;
      expect(structure.kind).toBe(kind);
      expect(isExactStructure(model, structure, x)).toBe(true);
      const excess = structureExcess(model, structure, x);
      expect(excess).toBe(structureViolation(model, structure, x));
      seen.add(excess > 0);
    }),
    { numRuns: 200 },
  );
  expect(seen.size).toBe(2);
});
