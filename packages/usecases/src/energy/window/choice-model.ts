import { createModel, type Model } from "@qtwin/model";
import { type Checked, checkPairs, conflicts, type Left, type MovePair } from "./compatible.ts";
import type { MovedSum, MoveGroup } from "./moves.ts";

/** Moves as a model of choices. */
export interface ChoiceModel {
  readonly model: Model;
  /** By choice of the model: its group, and the moves that are its options. */
  readonly options: readonly { readonly group: number; readonly moves: readonly number[] }[];
  /** Every combination of options without a pair that does not go together keeps every row: all were looked at. */
  readonly combinations: number;
  readonly feasible: number;
}

/** What moves cost, and which of them do not go together, beyond the sums that they must keep. */
export interface MoveCosts {
  /** By group and move. */
  readonly own: readonly Float64Array[];
  /** Of a group and the next one, by their moves; 0 where one of them changes nothing; NaN: not together. */
  readonly withNext: readonly (readonly Float64Array[])[];
  /** Of changing nothing. */
  readonly constant: number;
}

/** Money is told to a hundredth of a cent: whole numbers of it need no more digits than a double has. */
const stepsPerEur = 10_000;
const rounded = (eur: number): number => Math.round(eur * stepsPerEur) / stepsPerEur;

/**
 * The moves that are left as one choice a group, with pairs that do not go together. Where more than two moves break a row
 * only together, the dearest of them is left out: the model says exactly which combinations there are.
 * Null: fewer than two groups have anything to choose.
 */
export function choiceModel(
  name: string,
  groups: readonly MoveGroup[],
  sums: readonly MovedSum[],
  costs: MoveCosts,
  left: Left,
): ChoiceModel | null {
  let kept = left;
  for (;;) {
    const pairs = [...conflicts(sums, kept), ...notTogether(costs, kept)];
    const checked = checkPairs(sums, kept, pairs);
    const [broken] = checked.broken;
    if (!broken) return modelOf(name, groups, costs, kept, pairs, checked);
    const [group, move] = dearest(broken, costs.own);
    kept = kept.map((moves, each) => (each === group ? moves.filter((other) => other !== move) : moves));
  }
}

const notTogether = ({ withNext }: MoveCosts, left: Left): readonly MovePair[] =>
  withNext.flatMap((table, group) =>
    left[group]!.flatMap((move) =>
      left[group + 1]!.flatMap((next): MovePair[] =>
        Number.isNaN(table[move]![next]!) ? [[group, move, group + 1, next]] : [],
      ),
    ),
  );

function dearest(moves: readonly number[], cost: readonly Float64Array[]): readonly [number, number] {
  const changed = moves.flatMap((move, group) => (move === 0 ? [] : [{ group, move }]));
  changed.sort((one, other) => cost[other.group]![other.move]! - cost[one.group]![one.move]!);
  return [changed[0]!.group, changed[0]!.move];
}

function modelOf(
  name: string,
  groups: readonly MoveGroup[],
  costs: MoveCosts,
  left: Left,
  pairs: readonly MovePair[],
  { combinations, feasible }: Checked,
): ChoiceModel | null {
  const options = left.flatMap((moves, group) => (moves.length > 1 ? [{ group, moves }] : []));
  if (options.length < 2) return null;
  const model = createModel({ name, sense: "minimize" });
  const column = new Map<string, number>();
  for (const { group, moves } of options) {
    const { name: title, moves: all } = groups[group]!;
    const labels = moves.map((move) => all[move]!.label);
    const choice = model.choice(title, labels);
    for (const [at, move] of moves.entries()) column.set(`${group},${move}`, choice.option(at));
  }
  addCosts(model, costs, column);
  const distinct = new Map(pairs.map((pair) => [pair.join(), pair]));
  for (const [at, [group, move, other, otherMove]] of [...distinct.values()].entries()) {
    const meaning = {
      id: `together[${at}]`,
      rule: "together",
      sentence: "Two heats are not moved to where both of them cannot be.",
      unit: "1",
    };
    // Pairs of which one has nothing to choose are left out with the other.
    const two = [column.get(`${group},${move}`), column.get(`${other},${otherMove}`)];
    model.atMost(
      meaning,
      1,
      two.filter((each) => each !== undefined),
    );
  }
  return { model: model.build(), options, combinations, feasible };
}

function addCosts(
  model: ReturnType<typeof createModel>,
  { own, withNext, constant }: MoveCosts,
  column: ReadonlyMap<string, number>,
): void {
  const money = model.objective({
    id: "cost",
    rule: "cost",
    sentence: "What the plan becomes dearer when heats are moved.",
    unit: "EUR",
  });
  if (constant !== 0) money.constant(rounded(constant));
  own.forEach((costs, group) => {
    costs.forEach((eur, move) => {
      const at = column.get(`${group},${move}`);
      if (at !== undefined && rounded(eur) !== 0) money.plus(rounded(eur), at);
    });
  });
  withNext.forEach((table, group) => {
    table.forEach((costs, move) => {
      costs.forEach((eur, next) => {
        const [at, other] = [column.get(`${group},${move}`), column.get(`${group + 1},${next}`)];
        if (at === undefined || other === undefined || Number.isNaN(eur) || rounded(eur) === 0) return;
        money.product(rounded(eur), at, other);
      });
    });
  });
}
