import type { Model } from "../model.ts";
import { type Substitution, substitutedValues } from "../substitute.ts";
import { Replacement } from "./replacement.ts";
import type { StartWindows } from "./start-windows.ts";

/** Columns that say when an activity starts: column first + k is 1 when it starts at earliest + k, and happens. */
export interface TimeColumns {
  readonly first: number;
  readonly earliest: number;
  readonly latest: number;
}

/** y · present = product, for each time. */
interface Products {
  readonly times: TimeColumns;
  readonly of: TimeColumns;
  /** New column of the presence. */
  readonly present: number;
}

/** New variables for a model whose starts become choices over their times. */
export class TimeIndex {
  readonly products: Products[] = [];
  private readonly source: Model;
  private readonly replacement: Replacement;
  private readonly byStart = new Map<number, TimeColumns>();
  private readonly byPresence = new Map<string, TimeColumns>();
  /** New column of each variable that stays. */
  private readonly keptColumn: Int32Array;

  constructor(source: Model, { columns, earliest, latest }: StartWindows) {
    this.source = source;
    const isStart = new Uint8Array(source.variables.count);
    for (const column of columns) isStart[column] = 1;
    this.replacement = new Replacement(source, isStart);
    let kept = 0;
    this.keptColumn = Int32Array.from(isStart, (goes) => (goes ? -1 : kept++));
    for (const column of columns) this.addChoice(column, earliest.get(column)!, latest.get(column)!);
  }

  /** Of an activity that is always there when `present` is −1 or fixed to 1. */
  columnsOf(start: number, present: number): TimeColumns {
    const times = this.byStart.get(start)!;
    const { lower, names } = this.source.variables;
    if (present === -1 || lower[present]! > 0) return times;
    const key = `${start} ${present}`;
    const known = this.byPresence.get(key);
    if (known) return known;
    const list = this.replacement.variables;
    const first = list.names.length;
    for (let time = times.earliest; time <= times.latest; time++)
      list.add("binary", `${names[start]}=${time} and ${names[present]}`);
    const of = { ...times, first };
    this.products.push({ times, of, present: this.keptColumn[present]! });
    this.byPresence.set(key, of);
    return of;
  }

  /** Call it after all columns were asked for. */
  done(): {
    readonly by: Substitution;
    readonly encode: (values: Float64Array) => Float64Array;
    readonly decode: (values: Float64Array) => Float64Array;
  } {
    const by = this.replacement.done();
    return {
      by,
      encode: (values) => this.encode(values),
      decode: (values) => substitutedValues(by, values),
    };
  }

  private addChoice(column: number, earliest: number, latest: number): void {
    const width = latest - earliest;
    const times = Array.from({ length: width + 1 }, (_, at) => `${earliest + at}`);
    const { first } = this.replacement.variables.addChoice(this.source.variables.names[column]!, times);
    this.byStart.set(column, { first, earliest, latest });
    this.replacement.set(column, {
      constant: earliest,
      columns: Int32Array.from({ length: width }, (_, at) => first + at + 1),
      factors: Float64Array.from({ length: width }, (_, at) => at + 1),
    });
  }

  private encode(values: Float64Array): Float64Array {
    const encoded = this.replacement.keptValues(values);
    for (const [column, { first, earliest, latest }] of this.byStart) {
      const time = Math.round(values[column]!);
      if (time >= earliest && time <= latest) encoded[first + time - earliest] = 1;
    }
    for (const { times, of, present } of this.products)
      for (let at = 0; at <= times.latest - times.earliest; at++)
        encoded[of.first + at] = encoded[times.first + at]! * encoded[present]!;
    return encoded;
  }
}
