import type { Model } from "../model.ts";
import { Polynomial, type PolynomialColumns, PolynomialRows } from "../polynomial.ts";
import type { Uncertainty } from "../uncertainty.ts";
import {
  hasRecourse,
  meanShift,
  placeOfRow,
  placeOfTerm,
  rowOfTerm,
  shiftOf,
} from "../uncertainty-values.ts";
import { activityBounds, isWholeRow, type Range } from "./row-facts.ts";
import type { ScenarioLayout } from "./scenario-layout.ts";

/** A row or objective term of an uncertain model: its nominal function, and where uncertain numbers stand in it. */
export interface UncertainSum {
  readonly rows: PolynomialColumns;
  readonly row: number;
  readonly constant: number;
  readonly uses: readonly number[];
}

type Place = (column: number) => number;
const inPlace: Place = (column) => column;

/** Rows and terms of an uncertain model as they are in each scenario, in the variables of a layout. */
export class ScenarioSums {
  private readonly source: Model;
  private readonly uncertainty: Uncertainty;
  private readonly layout: ScenarioLayout;
  private readonly usesOf: readonly [Map<number, number[]>, Map<number, number[]>];

  constructor(source: Model, uncertainty: Uncertainty, layout: ScenarioLayout) {
    this.source = source;
    this.uncertainty = uncertainty;
    this.layout = layout;
    const { place, index } = uncertainty.uses;
    const at = (wanted: number): Map<number, number[]> =>
      Map.groupBy(
        [...place.keys()].filter((use) => place[use] === wanted),
        (use) => index[use]!,
      );
    this.usesOf = [at(placeOfRow), at(placeOfTerm)];
  }

  row(row: number): UncertainSum {
    return { rows: this.source.constraints, row, constant: 0, uses: this.usesOf[0].get(row) ?? [] };
  }

  term(index: number): UncertainSum {
    const term = this.source.objective.terms[index]!;
    return { rows: rowOfTerm(term), row: 0, constant: term.constant, uses: this.usesOf[1].get(index) ?? [] };
  }

  /** The sum in one scenario. */
  inScenario(sum: UncertainSum, scenario: number): Polynomial {
    return this.written(sum, scenario, (column) => this.layout.column(column, scenario));
  }

  /** Mean of the sum over the scenarios. */
  mean(sum: UncertainSum): Polynomial {
    const { probability, uses: all } = this.uncertainty;
    const { recourse } = this.source.variables;
    const isRecourse = (column: number): boolean => column >= 0 && recourse[column] === 1;
    const mean = new Polynomial();
    mean.constant = sum.constant;
    eachProduct(sum, (factors, value) => {
      if (!factors.some(isRecourse)) return this.add(mean, factors, 0, value);
      probability.forEach((share, scenario) => {
        this.add(mean, factors, scenario, share * value);
      });
    });
    for (const use of sum.uses) {
      const column = all.column[use]!;
      if (column < 0) mean.constant += meanShift(this.uncertainty, use);
      else if (!isRecourse(column)) this.add(mean, [column], 0, meanShift(this.uncertainty, use));
      else
        probability.forEach((share, scenario) => {
          this.add(mean, [column], scenario, share * shiftOf(this.uncertainty, use, scenario));
        });
    }
    return mean;
  }

  /** Least and largest value in each scenario over the variables' bounds. */
  ranges(sum: UncertainSum): readonly Range[] {
    return this.uncertainty.scenarios.map((_, scenario) => {
      const { constant, columns } = this.merged(sum, scenario);
      const { lower, upper } = activityBounds(this.source, columns, 0);
      return { lower: lower + constant, upper: upper + constant };
    });
  }

  /** The value is a whole number in every scenario. */
  isWhole(sum: UncertainSum): boolean {
    return this.uncertainty.scenarios.every((_, scenario) => {
      const { constant, columns } = this.merged(sum, scenario);
      return Number.isInteger(constant) && isWholeRow(this.source, columns, 0);
    });
  }

  /** Of a sum that is the same in every scenario: whether its row can be copied as it is. */
  get keepsColumns(): boolean {
    return !hasRecourse(this.source);
  }

  private merged(sum: UncertainSum, scenario: number): { constant: number; columns: PolynomialColumns } {
    const written = this.written(sum, scenario, inPlace);
    const rows = new PolynomialRows();
    rows.push(written);
    return { constant: written.constant, columns: rows.columns() };
  }

  private written(sum: UncertainSum, scenario: number, place: Place): Polynomial {
    const written = new Polynomial();
    written.constant = sum.constant;
    eachProduct(sum, (factors, value) => {
      addPlaced(written, factors, place, value);
    });
    for (const use of sum.uses) {
      const column = this.uncertainty.uses.column[use]!;
      addPlaced(written, column < 0 ? [] : [column], place, shiftOf(this.uncertainty, use, scenario));
    }
    return written;
  }

  private add(sum: Polynomial, factors: readonly number[], scenario: number, value: number): void {
    addPlaced(sum, factors, (column) => this.layout.column(column, scenario), value);
  }
}

function addPlaced(sum: Polynomial, factors: readonly number[], place: Place, value: number): void {
  const placed = factors.map(place);
  sum.product(placed.length > 1 ? placed.sort((left, right) => left - right) : placed, value);
}

/** Calls with the factors and the coefficient of each entry. */
function eachProduct(
  { rows, row }: UncertainSum,
  take: (factors: readonly number[], value: number) => void,
): void {
  const { start, column, value, quadratic, higher } = rows;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) take([column[entry]!], value[entry]!);
  for (let entry = quadratic.start[row]!; entry < quadratic.start[row + 1]!; entry++)
    take([quadratic.left[entry]!, quadratic.right[entry]!], quadratic.value[entry]!);
  for (let entry = higher.start[row]!; entry < higher.start[row + 1]!; entry++)
    take(
      [...higher.factor.subarray(higher.factorStart[entry]!, higher.factorStart[entry + 1]!)],
      higher.value[entry]!,
    );
}
