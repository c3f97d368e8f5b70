import type { Model } from "@qtwin/model";

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
 * column is in two; every column left is a class of its own.
 */
export function findClasses(model: Model): Classes {
  const claims = new Claims(model.variables.count);
  const isClassRow = new Uint8Array(model.constraints.count);
  const isClassStructure = new Uint8Array(model.structures.length);
  for (const { first, options } of model.variables.choices)
    claims.claim(
      Array.from(options, (_, option) => first + option),
      false,
    );
  for (const mayBeEmpty of [false, true]) {
    model.structures.forEach((structure, index) => {
      const says = mayBeEmpty
        ? structure.kind === "at-most" && structure.limit === 1
        : structure.kind === "exactly-one";
      if (says && "columns" in structure && claims.claim(structure.columns, mayBeEmpty))
        isClassStructure[index] = 1;
    });
    for (let row = 0; row < isClassRow.length; row++)
      if (saysOne(model, row, mayBeEmpty) && claims.claim(columnsOf(model, row), mayBeEmpty))
        isClassRow[row] = 1;
  }
  for (let column = 0; column < model.variables.count; column++) claims.claim([column], true);
  return { classes: claims.classes, isClassRow, isClassStructure };
}

class Claims {
  readonly classes: ItemClass[] = [];
  private readonly claimed: Uint8Array;

  constructor(columnCount: number) {
    this.claimed = new Uint8Array(columnCount);
  }

  claim(columns: ArrayLike<number>, mayBeEmpty: boolean): boolean {
    for (let at = 0; at < columns.length; at++) if (this.claimed[columns[at]!]) return false;
    for (let at = 0; at < columns.length; at++) this.claimed[columns[at]!] = 1;
    this.classes.push({ columns, mayBeEmpty });
    return true;
  }
}

const columnsOf = ({ constraints: { start, column } }: Model, row: number): Int32Array =>
  column.subarray(start[row]!, start[row + 1]!);

/** Whether a row over 0-1 columns says "exactly one" or "at most one": one positive coefficient everywhere. */
function saysOne({ constraints }: Model, row: number, mayBeEmpty: boolean): boolean {
  const { start, value, lower, upper } = constraints;
  const first = value[start[row]!];
  const columns = start[row + 1]! - start[row]!;
  if (columns < (mayBeEmpty ? 2 : 1) || first === undefined || first <= 0) return false;
  for (let entry = start[row]!; entry < start[row + 1]!; entry++) if (value[entry] !== first) return false;
  const [least, most] = [lower[row]! / first, upper[row]! / first];
  return mayBeEmpty ? least <= 0 && most >= 1 && most < 2 : least > 0 && least <= 1 && most >= 1 && most < 2;
}
