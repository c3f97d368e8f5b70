import { rooms } from "../rooms.ts";
import type { QuboProblem, WholeWeights } from "./whole-weights.ts";

/** How couplings are held, by the numbers the kernel knows them by. */
export const storages = ["narrow", "dense", "sparse"] as const;
export type CouplingStorage = (typeof storages)[number];

/** Variables a block of the kernel. */
export const blockSize = 64;
/** Slots for the ends of bans. */
export const ringSlots = 4096;
export const logEntries = 4096;

/** A matrix is faster than compressed rows from this share of couplings on (measured from n = 500 to 3000). */
const denseFrom = 0.08;
/** Where the matrix of a large problem would not fit well. */
const greatestMatrixBytes = 2 ** 30;

const isNarrow = (value: number): boolean => Math.abs(value) <= 32_767;

export function chooseStorage(count: number, { number, value }: WholeWeights): CouplingStorage {
  const padded = paddedCount(count);
  const narrow = number === "i32" && value.every(isNarrow);
  const bytes = padded * padded * (narrow ? 2 : number === "i32" ? 4 : 8);
  const isDense = 2 * value.length >= denseFrom * count * count && bytes <= greatestMatrixBytes;
  if (!isDense) return "sparse";
  return narrow ? "narrow" : "dense";
}

export const paddedCount = (count: number): number => Math.max(1, Math.ceil(count / blockSize)) * blockSize;

/** Addresses of everything a search holds, in bytes. */
export interface SearchLayout {
  readonly padded: number;
  readonly couplings: number;
  readonly starts: number;
  readonly columns: number;
  readonly minima: number;
  readonly minimaCount: number;
  readonly stale: number;
  readonly heads: number;
  readonly following: number;
  readonly ends: number;
  readonly positions: number;
  readonly momenta: number;
  readonly members: number;
  readonly met: number;
  readonly logs: number;
  readonly best: number;
  readonly target: number;
  readonly replicas: readonly { readonly gains: number; readonly signs: number }[];
  readonly bytes: number;
}

export function searchLayout(
  { count, value }: QuboProblem,
  number: "i32" | "f64",
  storage: CouplingStorage,
  replicas: number,
): SearchLayout {
  const width = number === "i32" ? 4 : 8;
  const padded = paddedCount(count);
  const blocks = padded / blockSize;
  const room = rooms(1024);
  const sparse = storage === "sparse";
  const entries = 2 * value.length;
  const vector = (): number => room(padded * width);
  const minimaCount = Math.ceil(blocks / 4) * 4;
  return {
    padded,
    couplings: room(sparse ? entries * width : padded * padded * (storage === "narrow" ? 2 : width)),
    starts: room(sparse ? 4 * (count + 1) : 0),
    columns: room(sparse ? 4 * entries : 0),
    minima: room(minimaCount * width),
    minimaCount,
    stale: room(8 * Math.ceil(blocks / 64)),
    heads: room(4 * ringSlots),
    following: room(4 * padded),
    ends: room(4 * padded),
    positions: room(8 * padded),
    momenta: room(8 * padded),
    members: room(4 * padded),
    met: room(padded),
    logs: room(8 * logEntries),
    best: vector(),
    target: vector(),
    replicas: Array.from({ length: replicas }, () => ({ gains: vector(), signs: vector() })),
    bytes: room(0),
  };
}
