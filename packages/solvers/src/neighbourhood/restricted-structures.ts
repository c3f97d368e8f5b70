import type {
  AtMost,
  Cumulative,
  ExactlyOne,
  Implication,
  Intervals,
  Model,
  NoOverlap,
  Permutation,
  Precedence,
  Structure,
} from "@qtwin/model";
import { tidy } from "./folded-sums.ts";
import { structureColumns } from "./incidence.ts";
import { type Freedom, type KeptOrders, keptOrders, type Link } from "./kept-orders.ts";
import { type NearActivities, nearActivities } from "./near-activities.ts";

/** Bounds that may be tightened. */
interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/**
 * What structures say about the free columns. Settled columns become numbers where that is possible; soft structures
 * and cumulatives stay whole, and the settled columns in them are pinned: they stay as variables of one value.
 */
export class RestrictedStructures {
  /** Settled columns that stay in the model. */
  readonly pinned = new Set<number>();
  private readonly model: Model;
  private readonly freedom: Freedom;
  /** Whether the incumbent keeps all structures, up to rounding that bounds must leave room for. */
  private readonly isFeasible: boolean;
  private readonly structures: readonly Structure[];
  private readonly orders = new Map<NoOverlap, KeptOrders>();
  private readonly near = new Map<Cumulative, NearActivities | null>();
  private readonly list: Structure[] = [];
  private parts = 0;
  private position: Int32Array = new Int32Array();
  private choicePosition: ReadonlyMap<number, number> = new Map();
  private bounds: Bounds = { lower: new Float64Array(), upper: new Float64Array() };

  /** @param structures those with a free column; options they leave no room for are no longer free afterwards */
  constructor(model: Model, structures: readonly Structure[], freedom: Freedom, isFeasible: boolean) {
    this.model = model;
    this.isFeasible = isFeasible;
    this.structures = structures;
    this.freedom = freedom;
    for (const structure of structures) if (isHard(structure)) this.close(structure);
    for (const structure of structures) this.pin(structure);
  }

  /** Whether an activity must stay before another because the incumbent has it so. */
  get keepsOrders(): boolean {
    return [...this.orders.values()].some(({ links }) => links.length > 0);
  }

  /** The structures in new columns; the bounds of single columns are tightened instead of adding one. */
  written(
    position: Int32Array,
    choicePosition: ReadonlyMap<number, number>,
    bounds: Bounds,
  ): readonly Structure[] {
    this.position = position;
    this.choicePosition = choicePosition;
    this.bounds = bounds;
    for (const structure of this.structures) this.write(structure);
    return this.list;
  }

  /** Takes columns out of `free` that can only stay 0. */
  private close(structure: Structure): void {
    const { free, values } = this.freedom;
    if (structure.kind === "exactly-one") this.closeFull(structure.columns, 1);
    if (structure.kind === "at-most") this.closeFull(structure.columns, structure.limit);
    if (structure.kind !== "permutation") return;
    const { choices } = this.model.variables;
    const columns = [...structure.choices].map((choice) => choices[choice]!);
    for (let option = 0; option < columns.length; option++) {
      const isTaken = columns.some(
        ({ first }) => free[first + option] === 0 && values[first + option]! >= 0.5,
      );
      if (isTaken) for (const { first } of columns) free[first + option] = 0;
    }
  }

  private closeFull(columns: Int32Array, limit: number): void {
    const { free, values } = this.freedom;
    if (limit - this.settledOnes(columns) > 0) return;
    for (const column of columns) if (values[column]! < 0.5) free[column] = 0;
  }

  private settledOnes(columns: Int32Array): number {
    const { free, values } = this.freedom;
    let count = 0;
    for (const column of columns) if (free[column] === 0 && values[column]! >= 0.5) count++;
    return count;
  }

  private pin(structure: Structure): void {
    if (isHard(structure) && structure.kind === "no-overlap") this.pinOrders(structure);
    else if (isHard(structure) && structure.kind === "implication") {
      if (!this.isOff(structure)) this.pinIfSettled(structure.when);
    } else if (isHard(structure) && structure.kind === "cumulative") this.pinLoads(structure);
    else if (!isHard(structure))
      for (const column of structureColumns(this.model, structure)) this.pinIfSettled(column);
  }

  private pinOrders(structure: NoOverlap): void {
    const kept = keptOrders(structure, this.model.variables, this.freedom);
    this.orders.set(structure, kept);
    for (const activity of kept.open.flat()) this.pinIfSettled(structure.start[activity]!);
  }

  private pinLoads(structure: Cumulative): void {
    const near = nearActivities(structure, this.freedom);
    this.near.set(structure, near);
    const { start, present } = structure;
    for (const activity of near?.activities ?? start.keys()) {
      this.pinIfSettled(start[activity]!);
      if (present[activity]! >= 0) this.pinIfSettled(present[activity]!);
    }
  }

  private pinIfSettled(column: number): void {
    if (this.freedom.free[column] === 0) this.pinned.add(column);
  }

  private write(structure: Structure): void {
    if (!isHard(structure)) {
      this.list.push(this.renamed(structure));
      return;
    }
    switch (structure.kind) {
      case "exactly-one":
      case "at-most":
        this.writeCount(structure);
        return;
      case "implication":
        this.writeImplication(structure);
        return;
      case "precedence":
        this.writePrecedence(structure);
        return;
      case "permutation":
        this.writePermutation(structure);
        return;
      case "no-overlap":
        this.writeNoOverlap(structure);
        return;
      case "cumulative":
        this.writeCumulative(structure);
    }
  }

  private writeCount(structure: ExactlyOne | AtMost): void {
    const { free } = this.freedom;
    const columns = structure.columns
      .filter((column) => free[column] === 1)
      .map((column) => this.position[column]!);
    if (columns.length === 0) return;
    const taken = this.settledOnes(structure.columns);
    if (structure.kind === "exactly-one") this.list.push({ ...structure, columns });
    else if (columns.length > structure.limit - taken)
      this.list.push({ ...structure, columns, limit: structure.limit - taken });
  }

  /** Between two settled columns it holds as it did; with one free column it is a bound. */
  private writePrecedence(structure: Precedence): void {
    const { free, values } = this.freedom;
    const { before, after, lag } = structure;
    const [start, end] = [this.position[before]!, this.position[after]!];
    if (free[before] === 1 && free[after] === 1) this.list.push({ ...structure, before: start, after: end });
    else if (free[after] === 1)
      this.raise(end, Math.min(values[before]! + lag, this.isFeasible ? values[after]! : Infinity));
    else if (free[before] === 1)
      this.sink(start, Math.max(values[after]! - lag, this.isFeasible ? values[before]! : -Infinity));
  }

  private raise(column: number, bound: number): void {
    this.bounds.lower[column] = Math.max(this.bounds.lower[column]!, bound);
  }

  private sink(column: number, bound: number): void {
    this.bounds.upper[column] = Math.min(this.bounds.upper[column]!, bound);
  }

  private writeImplication(structure: Implication): void {
    const { free, values } = this.freedom;
    const { when, column, value } = structure;
    if (this.isOff(structure)) return;
    const kept = Array.from(column.keys()).filter((entry) => free[column[entry]!] === 1);
    const settled = column.reduce(
      (sum, each, entry) => (free[each] === 1 ? sum : sum + value[entry]! * values[each]!),
      0,
    );
    const [lower, upper] = [structure.lower - settled, structure.upper - settled];
    if (kept.length > 0)
      this.list.push({
        ...structure,
        when: this.position[when]!,
        column: Int32Array.from(kept, (entry) => this.position[column[entry]!]!),
        value: Float64Array.from(kept, (entry) => value[entry]!),
        lower: tidy(lower),
        upper: tidy(upper),
      });
    else if (free[when] === 1 && (lower > 0 || upper < 0)) this.settle(when);
  }

  private isOff({ when, is }: Implication): boolean {
    const { free, values } = this.freedom;
    return free[when] === 0 && values[when]! >= 0.5 !== (is === 1);
  }

  /** The incumbent's value is the only one that is left. */
  private settle(column: number): void {
    const value = this.freedom.values[column]!;
    this.raise(this.position[column]!, value);
    this.sink(this.position[column]!, value);
  }

  /** Whole where each choice has all open positions, else position by position. */
  private writePermutation(structure: Permutation): void {
    const { choices } = this.model.variables;
    const open = [...structure.choices].filter((choice) => this.choicePosition.has(choice));
    const left = (choice: number): number[] =>
      choices[choice]!.options.flatMap((_, option) =>
        this.position[choices[choice]!.first + option]! >= 0 ? [option] : [],
      );
    if (open.every((choice) => left(choice).length === open.length)) {
      const positions = open.map((choice) => this.choicePosition.get(choice)!);
      this.list.push({ ...structure, choices: Int32Array.from(positions) });
      return;
    }
    for (const option of new Set(open.flatMap(left)))
      this.writeCount({
        kind: "exactly-one",
        meaning: this.part(structure),
        columns: structure.choices.map((choice) => choices[choice]!.first + option),
      });
  }

  private writeNoOverlap(structure: NoOverlap): void {
    const { open, links } = this.orders.get(structure)!;
    for (const link of links) this.writeLink(structure, link);
    for (const group of open) {
      const meaning = this.part(structure);
      this.list.push({
        kind: "no-overlap",
        meaning,
        ...this.intervals(structure, group),
        setup: setupOf(structure, group),
      });
    }
  }

  private writeCumulative(structure: Cumulative): void {
    const near = this.near.get(structure);
    if (!near) {
      this.list.push(this.renamed(structure));
      return;
    }
    const { start, duration, demand, present } = structure;
    const { activities, from, to } = near;
    const at = (list: Int32Array) => Int32Array.from(activities, (activity) => list[activity]!);
    const of = (list: Float64Array) => Float64Array.from(activities, (activity) => list[activity]!);
    const some = { start: at(start), duration: of(duration), demand: of(demand), present: at(present) };
    this.list.push(this.renamed({ ...structure, ...some }));
    for (const activity of activities) {
      const column = start[activity]!;
      if (this.freedom.free[column] === 0) continue;
      this.raise(this.position[column]!, from);
      this.sink(this.position[column]!, to - duration[activity]!);
    }
  }

  private writeLink(structure: NoOverlap, { before, after, lag, when }: Link): void {
    const meaning = this.part(structure);
    const [first, second] = [structure.start[before]!, structure.start[after]!];
    if (when < 0) this.writePrecedence({ kind: "precedence", meaning, before: first, after: second, lag });
    else
      this.writeImplication({
        kind: "implication",
        meaning,
        when,
        is: 1,
        column: Int32Array.of(first, second),
        value: Float64Array.of(-1, 1),
        lower: lag,
        upper: Infinity,
      });
  }

  /** Some activities in new columns; a settled one in it is there. */
  private intervals({ start, duration, present }: Intervals, group: readonly number[]): Intervals {
    const presence = (activity: number): number => {
      const column = present[activity]!;
      return column >= 0 && this.freedom.free[column] === 1 ? this.position[column]! : -1;
    };
    return {
      start: Int32Array.from(group, (activity) => this.position[start[activity]!]!),
      duration: Float64Array.from(group, (activity) => duration[activity]!),
      present: Int32Array.from(group, presence),
    };
  }

  /** One of several structures that come from one: ids are unique in a model. */
  private part({ meaning }: Structure): Structure["meaning"] {
    return { ...meaning, id: `${meaning.id}/${this.parts++}` };
  }

  /** A structure that stays whole. */
  private renamed(structure: Structure): Structure {
    const at = (old: Int32Array): Int32Array => old.map((each) => (each < 0 ? each : this.position[each]!));
    switch (structure.kind) {
      case "exactly-one":
      case "at-most":
        return { ...structure, columns: at(structure.columns) };
      case "implication":
        return { ...structure, when: this.position[structure.when]!, column: at(structure.column) };
      case "precedence":
        return {
          ...structure,
          before: this.position[structure.before]!,
          after: this.position[structure.after]!,
        };
      case "no-overlap":
      case "cumulative":
        return { ...structure, start: at(structure.start), present: at(structure.present) };
      case "permutation":
        return { ...structure, choices: structure.choices.map((choice) => this.choicePosition.get(choice)!) };
    }
  }
}

const isHard = ({ meaning }: Structure): boolean => meaning.pricePerUnit === undefined;

const setupOf = ({ setup, start }: NoOverlap, group: readonly number[]): Float64Array | null =>
  setup && Float64Array.from(group.flatMap((i) => group.map((j) => setup[i * start.length + j]!)));
