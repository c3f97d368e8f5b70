import { type Model, snapIntegers, type VariableIndex } from "@qtwin/model";
import type { PlanWindow, SolveLinear, WindowOptions } from "../../contract.ts";
import { columnsOf } from "../columns.ts";
import type { EnergyFacts } from "../facts.ts";
import { type ChoiceModel, choiceModel } from "./choice-model.ts";
import { possible } from "./compatible.ts";
import { type IntervalOptimum, Intervals } from "./interval.ts";
import { type Move, type MoveGroup, movedBy } from "./moves.ts";
import { pairCosts } from "./pair-costs.ts";
import { type Course, CourseChange, courseLabel, otherCourses, type Stay, staysOf } from "./stays.ts";

/** Courses of one heat, that of the plan included. */
const coursesEach = 4;
/** Steps before the first and after the last heat of a window in which power is found anew where no other heat bounds it. */
const margin = 3;

/** A heat, where its energy is given, and what it may do instead. */
interface OpenHeat {
  /** Its place among all stays. */
  readonly place: number;
  /** The first step after the instant at which its energy is given. */
  readonly cut: number;
  readonly group: MoveGroup;
  /** What its best other course would save, all other heats as planned, EUR; at least 0. */
  readonly savesEur: number;
}

/**
 * The windows of a plan in which most money may lie: heats that follow each other and where else each may be, as a model of
 * choices. It is exact for this restriction of the energy model: each heat takes one of its courses (charging, tapping, energy
 * in its metal at one instant between them); what is continuous between those instants is best for that; at those
 * instants, and before and after the window, all is as in the plan; other whole decisions, and the peak that is paid, stay; a
 * wish without power in it stays kept or broken. Its objective is what the plan becomes dearer, EUR, each coefficient to a
 * hundredth of a cent.
 * @param solution of the model that `build` made from these facts, feasible
 */
export async function energyWindows(
  facts: EnergyFacts,
  model: Model,
  solution: Float64Array,
  options: WindowOptions,
  solveLinear: SolveLinear,
): Promise<readonly PlanWindow[]> {
  const search = new WindowSearch(facts, model, snapIntegers(model, solution), solveLinear);
  const windows: PlanWindow[] = [];
  let open = await search.openHeats();
  while (windows.length < options.count) {
    const heats = mostValuable(open, options.qubits);
    if (heats.length === 0) break;
    const window = await search.windowOf(heats);
    if (window) windows.push(window);
    open = open.filter((heat) => !heats.includes(heat));
  }
  return windows;
}

/** The run of heats, one after the other, that could save most, each for itself; fewer than two with a choice: none. */
function mostValuable(open: readonly OpenHeat[], qubits: number): readonly OpenHeat[] {
  const runs = open.map((_, from) => runFrom(open.slice(from), qubits));
  const value = (run: readonly OpenHeat[]): number =>
    run.filter(hasChoice).length < 2 ? -Infinity : run.reduce((sum, { savesEur }) => sum + savesEur, 0);
  // Of equal ones the longer: there is more to decide.
  runs.sort((one, other) => value(other) - value(one) || other.length - one.length);
  const [best = []] = runs;
  return value(best) === -Infinity ? [] : best;
}

const hasChoice = ({ group }: OpenHeat): boolean => group.moves.length > 1;

/** As many heats that follow each other as there are qubits for; one without a choice needs none. */
function runFrom(open: readonly OpenHeat[], qubits: number): readonly OpenHeat[] {
  const run: OpenHeat[] = [];
  let used = 0;
  for (const heat of open) {
    if (run.length > 0 && heat.place !== run.at(-1)!.place + 1) break;
    used += hasChoice(heat) ? heat.group.moves.length : 0;
    if (used > qubits) break;
    run.push(heat);
  }
  while (run.length > 0 && !hasChoice(run.at(-1)!)) run.pop();
  return run;
}

class WindowSearch {
  private readonly facts: EnergyFacts;
  private readonly model: Model;
  private readonly plan: Float64Array;
  private readonly stays: readonly Stay[];
  private readonly intervals: Intervals;
  private readonly courses: readonly (readonly Course[])[];
  private readonly added: readonly (readonly ReadonlyMap<VariableIndex, number>[])[];

  constructor(facts: EnergyFacts, model: Model, plan: Float64Array, solveLinear: SolveLinear) {
    this.facts = facts;
    this.model = model;
    this.plan = plan;
    const columns = columnsOf(facts, model);
    this.stays = staysOf(facts, columns, plan);
    const change = new CourseChange(facts, model, columns, plan);
    this.courses = this.stays.map((stay, place) => (stay.isOpen ? this.coursesOf(stay, place) : []));
    this.added = this.stays.map((stay, place) =>
      this.courses[place]!.length === 0 ? [] : change.of(stay, this.courses[place]!),
    );
    const placed = familiesOf(model, this.added.flat());
    this.intervals = new Intervals(model, plan, placed, solveLinear);
  }

  /** Heats that have not begun, with the courses that go with all others as planned, the energy at the cut being free. */
  async openHeats(): Promise<readonly OpenHeat[]> {
    const open: OpenHeat[] = [];
    for (const place of this.stays.keys()) {
      const heat = await this.openHeat(place);
      if (heat) open.push(heat);
    }
    return open;
  }

  async windowOf(heats: readonly OpenHeat[]): Promise<PlanWindow | null> {
    const groups = heats.map(({ group }) => group);
    const spans = this.spansOf(heats);
    const free = spans.flatMap((span) => this.intervals.freeColumns(span));
    const { sums, cost } = movedBy(this.model, this.plan, groups, new Set(this.intervals.rowsWith(free)));
    const priced = await pairCosts(groups, cost, (moves, at) =>
      this.intervals.best(this.given(moves), spans[at]!),
    );
    const all = groups.map((_, group) => priced.possible[group]!);
    const choices = choiceModel(
      `energy window ${new Date(this.facts.nowMs).toISOString().slice(0, 16)}Z, ${groups.find(({ moves }) => moves.length > 1)!.name}`,
      groups,
      sums,
      priced.costs,
      possible(sums, all),
    );
    if (!choices) return null;
    const { model, combinations, feasible } = choices;
    const place = this.placing(groups, choices, priced.optimum);
    return { model, combinations, feasible, start: asPlanned(choices), place };
  }

  /** The steps from cut to cut. */
  private spansOf(heats: readonly OpenHeat[]): readonly { readonly from: number; readonly until: number }[] {
    const [first, last] = [heats[0]!, heats.at(-1)!];
    const cuts = [this.leftOf(first.place), ...heats.map(({ cut }) => cut), this.rightOf(last.place)];
    return cuts.slice(1).map((until, at) => ({ from: cuts[at]!, until }));
  }

  private given(moves: readonly Move[]): Float64Array {
    const given = this.plan.slice();
    for (const { add } of moves) for (const [column, by] of add) given[column]! += by;
    return given;
  }

  private async openHeat(place: number): Promise<OpenHeat | null> {
    const cut = this.cutOf(place);
    const stay = this.stays[place]!;
    if (!stay.isOpen || cut === null) return null;
    const level = stay.furnace.heatKwh[cut - 1]!;
    const span = { from: this.leftOf(place), until: this.rightOf(place), cut, open: level };
    const untried = new Set(this.intervals.rowsWith(this.intervals.freeColumns(span)));
    const found: { readonly move: Move; readonly cost: number }[] = [];
    for (const [at, course] of this.courses[place]!.entries()) {
      const move = { label: courseLabel(this.facts, course), add: this.added[place]![at]! };
      const group = { name: "", moves: [{ label: "", add: new Map() }, move] };
      const { sums } = movedBy(this.model, this.plan, [group], untried);
      if (possible(sums, [[0, 1]])[0]!.length < 2) continue;
      const best = await this.intervals.best(this.given([move]), span);
      if (!best) continue;
      const levelBy = best.values[best.columns.indexOf(level)]! - this.plan[level]!;
      found.push({ move: { ...move, add: new Map(move.add).set(level, levelBy) }, cost: best.cost });
    }
    found.sort((one, other) => one.cost - other.cost);
    const kept = found.slice(0, coursesEach - 1);
    const name = `${stay.furnace.id} ${courseLabel(this.facts, stay)}`;
    const moves = [{ label: "as planned", add: new Map() }, ...kept.map(({ move }) => move)];
    return { place, cut, group: { name, moves }, savesEur: Math.max(0, -(kept[0]?.cost ?? 0)) };
  }

  /** A step in a heat before which the heat before has been tapped, and in or after which the next one is charged; null: none. */
  private cutOf(place: number): number | null {
    const stay = this.stays[place];
    if (!stay || stay.start < 0) return null;
    const earliest = Math.max(stay.start + 1, (this.stays[place - 1]?.tap ?? -1) + 1);
    const latest = Math.min(stay.tap, this.stays[place + 1]?.start ?? stay.tap);
    return earliest > latest ? null : Math.floor((earliest + latest) / 2);
  }

  private leftOf(place: number): number {
    return this.cutOf(place - 1) ?? Math.max(0, this.stays[place]!.start - margin);
  }

  private rightOf(place: number): number {
    return this.cutOf(place + 1) ?? Math.min(this.facts.grid.count, this.stays[place]!.tap + 1 + margin);
  }

  /** Courses that stay on their sides of the cuts. */
  private coursesOf(stay: Stay, place: number): readonly Course[] {
    const cut = this.cutOf(place);
    if (cut === null) return [];
    return otherCourses(this.facts, stay).filter(
      ({ start, tap }) =>
        start >= this.leftOf(place) && start < cut && tap >= cut && tap < this.rightOf(place),
    );
  }

  private placing(
    groups: readonly MoveGroup[],
    { model, options }: ChoiceModel,
    optimum: (moves: readonly number[]) => readonly (IntervalOptimum | null)[],
  ): PlanWindow["place"] {
    return (values) => {
      const taken = groups.map(() => 0);
      model.variables.choices.forEach(({ first, options: labels }, choice) => {
        const { group, moves } = options[choice]!;
        taken[group] = moves[labels.findIndex((_, at) => values[first + at]! > 0.5)]!;
      });
      const placed = this.given(taken.map((move, group) => groups[group]!.moves[move]!));
      for (const best of optimum(taken)) {
        if (!best) return null;
        best.columns.forEach((column, at) => {
          placed[column] = best.values[at]!;
        });
      }
      return placed;
    };
  }
}

/** All columns of the kinds that change, for example `metalT` of every step. */
function familiesOf(
  { variables: { names } }: Model,
  added: readonly ReadonlyMap<VariableIndex, number>[],
): readonly VariableIndex[] {
  const family = (column: number): string => names[column]!.replace(/\[.*$/, "");
  const changing = new Set(added.flatMap((each) => [...each.keys()].map(family)));
  return Array.from(names.keys()).filter((column) => changing.has(family(column)));
}

function asPlanned({ model }: ChoiceModel): Float64Array {
  const values = new Float64Array(model.variables.count);
  for (const { first } of model.variables.choices) values[first] = 1;
  return values;
}
