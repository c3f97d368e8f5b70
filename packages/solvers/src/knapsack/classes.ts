import type { Model } from "@qtwin/model";
import { choiceGroups, type Group, rowGroup, structureGroup } from "../one-of/groups.ts";

/** A set of 0-1 columns of which exactly one, or at most one, is 1. */
export interface ItemClass {
  readonly columns: ArrayLike<number>;
  readonly mayBeEmpty: boolean;
}

/** The classes of a model and which of its constraints they stand for. */
export interface Classes {
  /** Disjoint, and every column is in one. */
  readonly classes: readonly ItemClass[];
  readonly isClassRow: Uint8Array;
  readonly isClassStructure: Uint8Array;
}

/**
 * Splits the columns into classes: choices first, then what says "exactly one", then what says "at most one", as long as no
 * column is in two; every column left is a class of its own. What a class already says is no other limit.
 */
export function findClasses(model: Model): Classes {
  const claims = new Claims(model.variables.count);
  const isClassRow = new Uint8Array(model.constraints.count);
  const isClassStructure = new Uint8Array(model.structures.length);
  const structures = model.structures.map(structureGroup);
  const rows = Array.from(isClassRow, (_, row) => rowGroup(model.constraints, row));
  for (const group of choiceGroups(model)) claims.claim(group);
  for (const exact of [true, false]) {
    const says = (group: Group | null): boolean => group?.exact === exact && claims.claim(group);
    structures.forEach((group, index) => {
      if (says(group)) isClassStructure[index] = 1;
    });
    rows.forEach((group, row) => {
      if (says(group)) isClassRow[row] = 1;
    });
  }
  return { classes: [...claims.classes, ...claims.singles()], isClassRow, isClassStructure };
}

class Claims {
  readonly classes: ItemClass[] = [];
  /** The class of each column; −1: none so far. */
  private readonly classOf: Int32Array;

  constructor(columnCount: number) {
    this.classOf = new Int32Array(columnCount).fill(-1);
  }

  /** Makes the group a class where all its columns are free; whether the classes now say what it says. */
  claim({ columns, exact }: Group): boolean {
    if (!columns.every((column) => this.classOf[column] === -1)) return this.follows(columns, exact);
    // A single column is at most 1 anyway.
    if (!exact && columns.length < 2) return true;
    for (const column of columns) this.classOf[column] = this.classes.length;
    this.classes.push({ columns, mayBeEmpty: !exact });
    return true;
  }

  /** Of the columns of one class, at most one is 1; exactly one only where they are all of an exact class. */
  private follows(columns: Int32Array, exact: boolean): boolean {
    const own = this.classOf[columns[0]!]!;
    if (own < 0 || !columns.every((column) => this.classOf[column] === own)) return false;
    const { columns: all, mayBeEmpty } = this.classes[own]!;
    return !exact || (!mayBeEmpty && new Set(columns).size === all.length);
  }

  /** The columns left, each one a class. */
  singles(): ItemClass[] {
    const left = Array.from(this.classOf.keys()).filter((column) => this.classOf[column] === -1);
    return left.map((column) => ({ columns: Int32Array.of(column), mayBeEmpty: true }));
  }
}
