import { RowList } from "../edit.ts";
import { modelError } from "../errors.ts";
import type { Choice, ConstraintRows, Model } from "../model.ts";
import { meaningOf, objectiveOf } from "../objective.ts";
import { Polynomial, type PolynomialColumns } from "../polynomial.ts";
import { columnsOfStructure, renamedStructure } from "../structure-columns.ts";
import type { Structure } from "../structures.ts";
import { eachFactor } from "./column-view.ts";
import { UnionFind } from "./union-find.ts";
import { someVariables } from "./without-columns.ts";

/** A part of a model that shares no row, product, choice or structure with the rest. */
export interface Component {
  readonly model: Model;
  /** Column in the source of each of its columns. */
  readonly columns: Int32Array;
}

/**
 * The connected components of a model, each as a model of its own, by their first column. What stands alone (columns in
 * no row, product, choice or structure, rows without columns, constants of the objective) forms the first one together.
 * Their optima add up to that of the source, and so do their objectives at any point; each priority by itself.
 * @throws QT_MODEL_UNSUPPORTED_FEATURE when numbers are uncertain: scenarios connect everything
 */
export function components(model: Model): readonly Component[] {
  if (model.uncertainty)
    throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", "Uncertain numbers stand in the model.", model.name);
  return new Split(model).components();
}

/**
 * Values of the whole model from those of its components, in their order.
 * @throws QT_MODEL_WRONG_LENGTH
 */
export function joinComponents(
  parts: readonly Component[],
  solutions: readonly ArrayLike<number>[],
): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, { columns }) => sum + columns.length, 0));
  parts.forEach(({ columns, model }, part) => {
    const values = solutions[part] ?? [];
    if (values.length !== columns.length)
      throw modelError(
        "QT_MODEL_WRONG_LENGTH",
        `${values.length} values for ${columns.length} variables.`,
        `${model.name}, component ${part}`,
      );
    columns.forEach((column, at) => {
      joined[column] = values[at]!;
    });
  });
  return joined;
}

class Split {
  private readonly model: Model;
  /** Component of each column. */
  private readonly part: Int32Array;
  private readonly partCount: number;
  /** Place of each column within its component. */
  private readonly place: Int32Array;

  constructor(model: Model) {
    const { count } = model.variables;
    this.model = model;
    const { part, partCount } = numbered(count, connect(model));
    this.part = part;
    this.partCount = partCount;
    const next = new Int32Array(partCount);
    this.place = part.map((each) => next[each]!++);
  }

  components(): readonly Component[] {
    const { variables } = this.model;
    const rows = this.rows();
    const terms = this.terms();
    const columns = this.byPart(Array.from(this.part.keys()), (column) => this.part[column]!);
    const choices = this.byPart(variables.choices, ({ first }) => this.part[first]!);
    const structures = this.structures(choices);
    return columns.map((list, part): Component => {
      const kept = Int32Array.from(list);
      const own = someVariables(variables, kept, this.place, choices[part]!);
      const parts = { variables: own, constraints: rows[part]!, structures: structures[part]! };
      const objective = objectiveOf(kept.length, terms[part]!);
      return { model: Object.freeze({ ...this.model, ...parts, objective }), columns: kept };
    });
  }

  private byPart<T>(list: readonly T[], partOf: (item: T) => number): T[][] {
    const groups = Array.from({ length: this.partCount }, (): T[] => []);
    for (const item of list) groups[partOf(item)]!.push(item);
    return groups;
  }

  private rows(): readonly ConstraintRows[] {
    const { constraints } = this.model;
    const { start, column, value } = constraints;
    const lists = Array.from({ length: this.partCount }, () => new RowList());
    const sum = new Polynomial();
    for (let row = 0; row < constraints.count; row++) {
      sum.clear();
      let first = -1;
      for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
        first = column[entry]!;
        sum.linear(this.place[first]!, value[entry]!);
      }
      this.eachProduct(constraints, row, (factors, factor) => {
        first = factors[0]!;
        sum.product(this.placesOf(factors), factor);
      });
      const part = first < 0 ? 0 : this.part[first]!;
      const { lower, upper, meaning } = constraints;
      lists[part]!.add(meaning[row]!, sum, lower[row]!, upper[row]!);
    }
    return lists.map((list) => list.done());
  }

  /** Each term of the objective in each component it has variables in; its constant stays in the first. */
  private terms() {
    type Part = { readonly meaning: ReturnType<typeof meaningOf>; readonly sum: Polynomial };
    const lists = Array.from({ length: this.partCount }, (): Part[] => []);
    for (const term of this.model.objective.terms) {
      const meaning = meaningOf(term);
      const sums = new Map<number, Polynomial>();
      const sumIn = (part: number): Polynomial => {
        const sum = sums.get(part) ?? new Polynomial();
        if (!sums.has(part)) lists[part]!.push({ meaning, sum });
        sums.set(part, sum);
        return sum;
      };
      sumIn(0).constant = term.constant;
      term.column.forEach((column, entry) => {
        sumIn(this.part[column]!).linear(this.place[column]!, term.value[entry]!);
      });
      this.eachProduct(term, 0, (factors, value) =>
        sumIn(this.part[factors[0]!]!).product(this.placesOf(factors), value),
      );
    }
    return lists;
  }

  private structures(choices: readonly (readonly Choice[])[]): readonly Structure[][] {
    const { structures, variables } = this.model;
    const position = new Map(choices.flatMap((list) => list.map((choice, at) => [choice, at] as const)));
    const partOf = (structure: Structure): number => {
      const [column] = columnsOfStructure(this.model, structure);
      return column === undefined ? 0 : this.part[column]!;
    };
    const groups = this.byPart(structures, partOf);
    const renamed = (structure: Structure): Structure =>
      renamedStructure(
        structure,
        (column) => this.place[column]!,
        (choice) => position.get(variables.choices[choice]!)!,
      );
    return groups.map((group) => group.map(renamed));
  }

  private placesOf(factors: Int32Array): Int32Array {
    return factors.map((column) => this.place[column]!);
  }

  private eachProduct(
    { quadratic, higher }: Pick<PolynomialColumns, "quadratic" | "higher">,
    row: number,
    visit: (factors: Int32Array, value: number) => void,
  ): void {
    for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
      visit(Int32Array.of(quadratic.left[entry]!, quadratic.right[entry]!), quadratic.value[entry]!);
    for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++) {
      const factors = higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!);
      visit(factors, higher.value[entry]!);
    }
  }
}

interface Connections {
  /** Columns that stand together. */
  readonly sets: UnionFind;
  /** 1: the column stands anywhere at all. */
  readonly used: Uint8Array;
  /** Some row or structure has no columns. */
  readonly hasEmpty: boolean;
}

function connect(model: Model): Connections {
  const sets = new UnionFind(model.variables.count);
  const used = new Uint8Array(model.variables.count);
  const { constraints, variables, structures, objective } = model;
  let [first, hasEmpty] = [-1, false];
  const join = (column: number): void => {
    used[column] = 1;
    if (first >= 0) sets.join(first, column);
    first = column;
  };
  const together = (columns: Iterable<number>): void => {
    first = -1;
    for (const column of columns) join(column);
  };
  for (let row = 0; row < constraints.count; row++) {
    together(constraints.column.subarray(constraints.start[row]!, constraints.start[row + 1]!));
    eachFactor(constraints, row, join);
    hasEmpty ||= first === -1;
  }
  for (const { first: from, options } of variables.choices) together(options.map((_, at) => from + at));
  for (const structure of structures) {
    together(columnsOfStructure(model, structure));
    hasEmpty ||= first === -1;
  }
  for (const { quadratic, higher } of objective.terms) {
    quadratic.left.forEach((left, entry) => {
      together([left, quadratic.right[entry]!]);
    });
    for (let entry = 0; entry < higher.value.length; entry++)
      together(higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!));
  }
  return { sets, used, hasEmpty };
}

/** Components by their first column, after what stands alone where there is such. */
function numbered(
  count: number,
  { sets, used, hasEmpty }: Connections,
): { part: Int32Array; partCount: number } {
  const part = new Int32Array(count);
  const partOfRoot = new Int32Array(count).fill(-1);
  let partCount = hasEmpty || count === 0 || used.includes(0) ? 1 : 0;
  for (let column = 0; column < count; column++) {
    if (!used[column]) continue;
    const root = sets.find(column);
    if (partOfRoot[root] === -1) partOfRoot[root] = partCount++;
    part[column] = partOfRoot[root]!;
  }
  return { part, partCount };
}
