import type { DraftSum } from "./draft.ts";

/**
 * How a section states the matrix Q of a quadratic function. QUADOBJ and QSECTION: one triangle of ½xᵀQx. QMATRIX: both
 * triangles of ½xᵀQx. QCMATRIX: both triangles of xᵀQx.
 */
const matrixSections: Readonly<Record<string, { readonly whole: boolean; readonly diagonal: number }>> = {
  QUADOBJ: { whole: false, diagonal: 0.5 },
  QSECTION: { whole: false, diagonal: 0.5 },
  QMATRIX: { whole: true, diagonal: 0.5 },
  QCMATRIX: { whole: true, diagonal: 1 },
};

export const isMatrixSection = (section: string): boolean => Object.hasOwn(matrixSections, section);

interface Entry {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly at: number;
  /** The entry on the other side of the diagonal was found. */
  isMatched: boolean;
}

/** Collects the entries of one section and gives them to the sum of its row. */
export class MatrixSection {
  readonly title: string;
  private readonly sum: DraftSum;
  private readonly entries = new Map<number, Entry>();

  constructor(title: string, sum: DraftSum) {
    this.title = title;
    this.sum = sum;
  }

  /** @returns what is wrong with the entry */
  add(row: number, column: number, value: number, at: number): string | undefined {
    const { whole, diagonal } = matrixSections[this.title]!;
    if (this.entries.has(keyOf(row, column))) return "The entry stands here twice.";
    const opposite = row === column ? undefined : this.entries.get(keyOf(column, row));
    if (opposite && !whole) return "The entry stands here on both sides of the diagonal; one is asked for.";
    if (opposite && opposite.value !== value) return "The matrix is not symmetric.";
    if (opposite) opposite.isMatched = true;
    const isMatched = !whole || row === column || opposite !== undefined;
    this.entries.set(keyOf(row, column), { row, column, value, at, isMatched });
    if (row === column) this.sum.pairs.push(row, row, diagonal * value);
    else if (!opposite) this.sum.pairs.push(row, column, (whole ? 2 * diagonal : 1) * value);
    return undefined;
  }

  /** Offset of an entry whose counterpart is missing. */
  unmatched(): number | undefined {
    for (const { isMatched, at, value } of this.entries.values()) if (!isMatched && value !== 0) return at;
    return undefined;
  }
}

/** No model has 2^26 columns. */
const keyOf = (row: number, column: number): number => row * 2 ** 26 + column;
