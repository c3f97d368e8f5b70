import { createRandom, type Random } from "@qtwin/core";
import type { AssignmentCost } from "@qtwin/kernel";
import { createModel, type Model, type VariableIndex } from "@qtwin/model";
import * as fc from "fast-check";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: id.replace(/\[.*/, ""),
  sentence: `Rule ${id}.`,
  unit: "1",
});

/** How a model says who goes where. */
export const sayings = ["permutation", "places", "rows", "structures", "roomy"] as const;
export type Saying = (typeof sayings)[number];

/** Facilities of a cost as a model, variables and rules in a random order; `roomy` leaves the last place free. */
export function assignmentModel(
  cost: AssignmentCost,
  saying: Saying,
  sense: Model["sense"],
  seed: number,
): Model {
  const random = createRandom(seed);
  const { size } = cost;
  const model = createModel({ name: saying, sense });
  const isRoomy = saying === "roomy" && size > 1;
  const facilities = isRoomy ? size - 1 : size;
  const columns = columnsOf(model, saying, facilities, size, random);
  if (saying !== "permutation")
    for (const k of shuffled(size, random)) {
      const own = Array.from({ length: facilities }, (_, i) => columns[i * size + k]!);
      if (saying === "structures") model.exactlyOne(meaning(`place[${k}]`), own);
      else {
        const row = model.constraint(meaning(`place[${k}]`));
        for (const column of own) row.plus(isRoomy ? 2 : -3, column);
        if (isRoomy) row.atMost(2);
        else row.equals(-3);
      }
    }
  const sum = model.objective(meaning("cost")).constant(5);
  for (let i = 0; i < facilities; i++)
    for (let k = 0; k < size; k++) {
      sum.plus(cost.linear[i * size + k]!, columns[i * size + k]!);
      for (let j = 0; j < facilities; j++)
        for (let l = 0; l < size; l++) {
          const product = cost.flow[i * size + j]! * cost.distance[k * size + l]!;
          if (product !== 0) sum.product(product, columns[i * size + k]!, columns[j * size + l]!);
        }
    }
  return model.build();
}

function columnsOf(
  model: ReturnType<typeof createModel>,
  saying: Saying,
  facilities: number,
  size: number,
  random: Random,
): VariableIndex[] {
  const columns = new Array<VariableIndex>(facilities * size);
  if (saying === "rows" || saying === "structures") {
    for (const at of shuffled(facilities * size, random)) columns[at] = model.binary(`x[${at}]`);
    for (let i = 0; i < facilities; i++) {
      const own = columns.slice(i * size, (i + 1) * size);
      if (saying === "structures") model.exactlyOne(meaning(`facility[${i}]`), own);
      else {
        const row = model.constraint(meaning(`facility[${i}]`));
        for (const column of own) row.plus(1, column);
        row.equals(1);
      }
    }
    return columns;
  }
  const labels = Array.from({ length: size }, (_, k) => `place ${k}`);
  const choices = shuffled(facilities, random).map((i) => ({ i, choice: model.choice(`of ${i}`, labels) }));
  for (const { i, choice } of choices)
    labels.forEach((label, k) => {
      columns[i * size + k] = choice.option(label);
    });
  if (saying === "permutation")
    model.permutation(
      meaning("places"),
      choices.map(({ choice }) => choice),
    );
  return columns;
}

const shuffled = (count: number, random: Random): number[] =>
  Array.from({ length: count }, (_, at) => ({ at, key: random.next() }))
    .sort((left, right) => left.key - right.key)
    .map(({ at }) => at);

/** Small costs of whole numbers, or tenths, dense and sparse, symmetric or not, some facilities alike. */
export const arbitraryCosts = (greatest: number): fc.Arbitrary<AssignmentCost> =>
  fc
    .record({
      size: fc.integer({ min: 1, max: greatest }),
      seed: fc.nat(1_000_000),
      scale: fc.constantFrom(1, 1, 10),
      symmetric: fc.constantFrom("flow", "distance", "both", "none"),
      density: fc.constantFrom(0.2, 0.6, 1),
      least: fc.constantFrom(0, -4),
      withLinear: fc.boolean(),
    })
    .map(({ size, seed, scale, symmetric, density, least, withLinear }) => {
      const random = createRandom(seed);
      const number = (): number => (least + random.integer(10)) / scale;
      const matrix = (name: string): Float64Array => {
        const values = new Float64Array(size * size);
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++) {
            if (i === j || random.next() > density) continue;
            values[i * size + j] = number();
            if (symmetric === name || symmetric === "both") values[j * size + i] = values[i * size + j]!;
          }
        return values;
      };
      const linear = new Float64Array(size * size).map(() => (withLinear ? number() : 0));
      return { size, flow: matrix("flow"), distance: matrix("distance"), linear };
    });

export function permutations(size: number): number[][] {
  if (size === 0) return [[]];
  return permutations(size - 1).flatMap((shorter) =>
    Array.from({ length: size }, (_, at) => shorter.toSpliced(at, 0, size - 1)),
  );
}
