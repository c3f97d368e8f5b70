import { KernelError } from "../errors.ts";
import { histogramBins, type Precision } from "../layout.ts";
import { maximumBytes } from "../memory.ts";
import { line, rooms, roundUp } from "../rooms.ts";

/** Groups first … end - 1 that one memory pass over columns mixes. */
export interface ColumnPass {
  readonly first: number;
  readonly end: number;
}

/** Where everything lies in one state's memory; addresses and sizes in bytes. */
export interface SubspaceLayout {
  readonly precision: Precision;
  readonly sizes: readonly number[];
  /** Amplitudes of the state. */
  readonly size: number;
  readonly headGroups: number;
  readonly tileGroups: number;
  readonly rowOptions: number;
  /** Reals of a row with its padding, and its bytes with the pad that keeps rows off one cache set. */
  readonly rowReals: number;
  readonly rowBytes: number;
  readonly rows: number;
  readonly tiles: number;
  readonly tilePitch: number;
  readonly passes: readonly ColumnPass[];
  readonly sizeTable: number;
  readonly chosen: number;
  readonly weights: number;
  readonly lowCost: number;
  readonly lowPhases: number;
  readonly lowPhaseDistance: number;
  readonly fields: number;
  readonly headCosts: number;
  readonly headPhases: number;
  readonly headReals: number;
  readonly rowCosts: number;
  readonly rowPhases: number;
  readonly costRow: number;
  readonly costTile: number;
  readonly histogram: number;
  readonly headRoom: number;
  readonly headRoomBytes: number;
  readonly columnBuffer: number;
  readonly columnBufferBytes: number;
  readonly diagonal: number;
  readonly diagonalPitch: number;
  readonly arrays: number;
  readonly arrayBytes: number;
  /** End of the tables alone, of the state ψ, and of ψ and its adjoint. */
  readonly bytesWithoutState: number;
  readonly bytes: number;
  readonly bytesWithAdjoint: number;
}

/** Amplitudes at most, unless one group has more: of a row (transposed in the L1 cache), of a tile (in the L2 cache). */
const [greatestRow, greatestTile] = [512, 2 ** 15];
/** Rows of a column block at most: 256 bytes each for re and im stay in the L2 cache. */
const greatestColumn = 1024;
const columnBytes = 256;
const page = 4096;

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/** The end of the run of groups from `first` on whose options multiply to at most `limit`. */
function runOf(sizes: readonly number[], first: number, limit: number): number {
  let end = first;
  for (let all = 1; end < sizes.length && all * sizes[end]! <= limit; end += 1) all *= sizes[end]!;
  return end;
}

function columnPasses(sizes: readonly number[], tileGroups: number): ColumnPass[] {
  const passes: ColumnPass[] = [];
  for (let first = tileGroups; first < sizes.length; first = passes.at(-1)!.end)
    passes.push({ first, end: Math.max(first + 1, runOf(sizes, first, greatestColumn)) });
  return passes;
}

/** An odd number of cache lines: powers of two would meet in the same sets. */
function oddLines(bytes: number): number {
  const lines = Math.ceil(bytes / line);
  return (lines + 1 - (lines % 2)) * line;
}

/** How the groups split into row, tile and columns. */
function splitGroups(sizes: readonly number[], realBytes: number) {
  const headGroups = Math.max(1, runOf(sizes, 0, greatestRow));
  const rowOptions = product(sizes.slice(0, headGroups));
  const tileGroups = Math.max(headGroups, runOf(sizes, 0, greatestTile));
  const rows = product(sizes.slice(headGroups, tileGroups));
  const tiles = product(sizes.slice(tileGroups));
  const needed = roundUp(rowOptions * realBytes, 16);
  const rowBytes = rows > 1 && needed % 1024 === 0 ? needed + line : needed;
  const tilePitch = oddLines(rows * rowBytes);
  return {
    headGroups,
    tileGroups,
    rowOptions,
    rowBytes,
    rowReals: rowBytes / realBytes,
    rows,
    tiles,
    tilePitch,
  };
}

/**
 * @param diagonal whether every cost is kept, 8 bytes an amplitude
 * @param stateWanted whether there will be amplitudes, and not the costs of one tile after the other alone
 * @throws KernelError QT_KERNEL_TOO_MANY_QUBITS when what is wanted outgrows 4 GiB
 */
export function planSubspace(
  sizes: readonly number[],
  precision: Precision,
  diagonal: boolean,
  stateWanted = true,
): SubspaceLayout {
  const realBytes = precision === "f32" ? 4 : 8;
  const split = splitGroups(sizes, realBytes);
  const { rowOptions, rowReals, rowBytes, rows, tiles, tilePitch } = split;
  const options = sizes.reduce((sum, size) => sum + size, 0);
  const passes = columnPasses(sizes, split.tileGroups);
  const columnRows = Math.max(0, ...passes.map(({ first, end }) => product(sizes.slice(first, end))));
  const tileCosts = 8 * rows * rowReals;
  // The four arrays of a buffer lie a quarter of a page (and a line) apart, so that their rows share no cache set.
  const headRoomBytes = roundUp(16 * rowReals, page) + page / 4 + line;
  const columnBufferBytes = roundUp(columnBytes * columnRows, page) + page / 4 + line;
  const lowPhaseDistance = roundUp(rows * rowBytes, line) + line;
  const diagonalPitch = tileCosts + line;

  const room = rooms(65_536);
  const tables = {
    sizeTable: room(8 * sizes.length),
    chosen: room(4 * sizes.length),
    weights: room(8 * options ** 2),
    fields: room(8 * options),
    lowCost: room(tileCosts),
    lowPhases: room(2 * lowPhaseDistance),
    headCosts: room(8 * rowReals),
    headPhases: room(16 * rowOptions),
    headReals: room(2 * rowBytes),
    rowCosts: room(8 * rows),
    rowPhases: room(16 * rows),
    costRow: room(8 * rowReals),
    costTile: room(tileCosts),
    histogram: room(16 * histogramBins),
    headRoom: room(4 * headRoomBytes),
    columnBuffer: room(4 * columnBufferBytes),
  };
  const bytesWithoutState = room(0);
  const diagonalAt = diagonal ? room(tiles * diagonalPitch) : 0;
  const arrays = roundUp(room(0), page) + 2 * line;
  const arrayBytes = roundUp(tiles * tilePitch, 16 * page) + page + line;
  const bytes = arrays + 2 * arrayBytes;
  const needed = stateWanted ? bytes : bytesWithoutState;
  if (needed > maximumBytes)
    throw new KernelError(
      "QT_KERNEL_TOO_MANY_QUBITS",
      `${product(sizes)} feasible assignments take ${needed} bytes in ${precision}; WebAssembly addresses ${maximumBytes}.`,
    );
  return {
    ...{ precision, sizes, size: product(sizes), ...split, passes, ...tables },
    ...{ headRoomBytes, columnBufferBytes, lowPhaseDistance },
    ...{ diagonal: diagonalAt, diagonalPitch, arrays, arrayBytes },
    ...{ bytesWithoutState, bytes, bytesWithAdjoint: arrays + 4 * arrayBytes },
  };
}
