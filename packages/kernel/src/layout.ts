import { KernelError } from "./errors.ts";
import { maximumBytes } from "./memory.ts";
import { rooms, roundUp } from "./rooms.ts";

export type Precision = "f32" | "f64";

/** How costs are held: computed from the couplings, u16 index into a table of values, or one number an amplitude. */
export type CostForm = "quadratic" | "table" | "diagonal";

/** Rooms that each thread has its own of. */
export interface ThreadRooms {
  readonly scratch: number;
  readonly columnBuffer: number;
  readonly costTile: number;
}

/** Where everything lies in one state's memory; addresses and sizes in bytes. */
export interface Layout {
  readonly form: CostForm;
  readonly realBytes: number;
  /** Qubits asked for, and qubits held: a state smaller than one block carries extra qubits in |+⟩. */
  readonly qubits: number;
  readonly heldQubits: number;
  /** Whether the half with the last qubit 0 stands for both halves: ψ(x) = ψ(not x). */
  readonly mirrored: boolean;
  readonly tileQubits: number;
  readonly tiles: number;
  readonly pitch: number;
  readonly middleQubits: number;
  readonly groupPad: number;
  /** Memory passes over the column blocks. */
  readonly passes: number;
  /** Rooms that each thread has its own of. */
  readonly threads: readonly ThreadRooms[];
  readonly control: number;
  readonly lowPhases: number;
  readonly lowCost: number;
  readonly couplings: number;
  readonly histogram: number;
  readonly factors: number;
  readonly costs: number;
  readonly costPitch: number;
  readonly arrays: number;
  readonly arrayBytes: number;
  /** End of the state ψ, and of ψ and its adjoint. */
  readonly bytes: number;
  readonly bytesWithAdjoint: number;
}

export const histogramBins = 4096;
/** Beyond 2^10 rows a column block outgrows the cache, and the upper qubits take two passes instead of one. */
const columnQubits = 10;
const scratchBytes = 0x4000;
const lowPhaseBytes = 0x900c0;
/** Follows every 2^middleQubits tiles. */
const groupPad = 256;
/** Not a power of two, so that re, im and cost of one amplitude never share a cache set. */
const skew = 69_696;

const tileQubitsOf = { f32: 14, f64: 13 } as const;
const headQubitsOf = { f32: 5, f64: 4 } as const;
const costBytesOf = {
  quadratic: { f32: 0, f64: 0 },
  table: { f32: 2, f64: 2 },
  diagonal: { f32: 4, f64: 8 },
} as const;

export interface LayoutOptions {
  readonly qubits: number;
  readonly precision: Precision;
  readonly form: CostForm;
  /** Of a table. */
  readonly values?: number;
  readonly mirrored?: boolean;
  readonly threads?: number;
}

/** Tiles, and the passes that take the qubits above them. */
function planShape({ qubits, precision, mirrored = false }: LayoutOptions) {
  const realBytes = precision === "f32" ? 4 : 8;
  const heldQubits = Math.max(mirrored ? qubits - 1 : qubits, headQubitsOf[precision]);
  const tileQubits = Math.min(heldQubits, tileQubitsOf[precision]);
  const upper = heldQubits - tileQubits;
  const twoPasses = upper > columnQubits;
  const middleQubits = twoPasses ? Math.ceil(upper / 2) : 31;
  const groups = twoPasses ? 2 ** (upper - middleQubits) : 0;
  const pitch = 2 ** tileQubits * realBytes + (upper > 0 ? 128 : 0);
  const passes = twoPasses ? 2 : upper > 0 || mirrored ? 1 : 0;
  const tiles = 2 ** upper;
  const arrayBytes = roundUp(tiles * pitch + groups * groupPad, 4096) + skew;
  // A column block has 256 bytes a row, in a buffer with one row more every 64; mirrored blocks, and those of ψ and λ, come two at a time.
  const rows = 2 ** (twoPasses ? middleQubits : upper);
  const columnBytes = 2 * (260 * rows + 512);
  // Chunks are tiles, or four column blocks of the 256 a tile has, in two arrays.
  const chunks = Math.max(tiles, 128 * (twoPasses ? 2 ** middleQubits : 1));
  return {
    ...{ realBytes, qubits, heldQubits, mirrored, tileQubits, tiles, pitch, middleQubits, groupPad, passes },
    ...{ arrayBytes, columnBytes, chunks },
  };
}

/** @throws KernelError QT_KERNEL_TOO_MANY_QUBITS when the state alone outgrows 4 GiB */
export function planLayout(options: LayoutOptions): Layout {
  const { qubits, precision, form, values = 0, threads = 1 } = options;
  const { columnBytes, chunks, ...shape } = planShape(options);
  const { realBytes, heldQubits, tiles, arrayBytes } = shape;
  const tileReals = 2 ** shape.tileQubits;
  const costPitch = tileReals * costBytesOf[form][precision] + 128;

  const room = rooms(65_536);
  const threadRooms = Array.from({ length: threads }, () => ({
    scratch: room(scratchBytes),
    columnBuffer: room(columnBytes),
    costTile: room(8 * tileReals),
  }));
  const control = room(64 + 16 * chunks);
  const lowPhases = room(lowPhaseBytes);
  const lowCost = room(form === "quadratic" ? 8 * tileReals : 0);
  const couplings = room(form === "quadratic" ? 8 * heldQubits ** 2 : 0);
  const histogram = room(16 * histogramBins);
  const factors = room(2 * realBytes * values);
  const costs = room(form === "quadratic" ? 0 : tiles * costPitch);
  const arrays = roundUp(room(0), 4096) + 128;
  const bytes = arrays + 2 * arrayBytes;
  if (bytes > maximumBytes)
    throw new KernelError(
      "QT_KERNEL_TOO_MANY_QUBITS",
      `A state of ${qubits} qubits in ${precision} takes ${bytes} bytes; WebAssembly addresses ${maximumBytes}.`,
    );
  return {
    ...{
      form,
      ...shape,
      threads: threadRooms,
      control,
      lowPhases,
      lowCost,
      couplings,
      histogram,
      factors,
      costs,
    },
    ...{ costPitch, arrays, bytes, bytesWithAdjoint: arrays + 4 * arrayBytes },
  };
}

/** Distance of tile `tile` from the start of its array. */
export function tileOffset(layout: Layout, tile: number): number {
  const groups = layout.middleQubits === 31 ? 0 : Math.floor(tile / 2 ** layout.middleQubits);
  return tile * layout.pitch + groups * layout.groupPad;
}
