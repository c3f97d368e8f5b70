// Writes the butterflies: in a state held as i^|x| ψ_x, exp(-iβX) is a real rotation of each pair,
// a' = a - t b and b' = b + t a with t = tan β; cos β is taken out of all qubits at once.

import { mirrorSource } from "./mirror.ts";

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/** The pairs that qubit `bit` of a group of 2^bits rows joins. */
function pairs(bits: number, bit: number): readonly (readonly [number, number])[] {
  const all = Array.from({ length: 1 << bits }, (_, row) => row);
  return all.filter((row) => (row & (1 << bit)) === 0).map((row) => [row, row | (1 << bit)]);
}

function butterflies(bits: number): string {
  return Array.from({ length: bits }, (_, bit) =>
    pairs(bits, bit)
      .map(
        ([a, b]) =>
          `    const a${a}_${bit} = multiplySubtract(t, x${b}, x${a});\n` +
          `    x${b} = multiplyAdd(t, x${a}, x${b});\n    x${a} = a${a}_${bit};`,
      )
      .join("\n"),
  ).join("\n");
}

const at = (base: string, stride: string, row: number): string =>
  row === 0 ? base : row === 1 ? `${base} + ${stride}` : `${base} + ${row} * ${stride}`;

/** Rotates `bits` qubits whose rows lie `stride` apart, over `run` bytes of each row. */
function rotateRows(bits: number): string {
  const rows = 1 << bits;
  return `export function rotate${bits}(
  source: usize,
  sourceStride: usize,
  target: usize,
  targetStride: usize,
  run: usize,
  t: v128,
): void {
  for (let end = source + run; source < end; source += 16, target += 16) {
${lines(rows, (row) => `    let x${row} = v128.load(${at("source", "sourceStride", row)});`)}
${butterflies(bits)}
${lines(rows, (row) => `    v128.store(${at("target", "targetStride", row)}, x${row});`)}
  }
}`;
}

/**
 * As above in place, where the stride is known: row offsets then sit in the instructions. Takes every group of rows
 * between `at` and `end`.
 */
function rotateNear(bits: number, stride: number): string {
  const rows = 1 << bits;
  return `export function rotate${bits}by${stride}(at: usize, end: usize, t: v128): void {
  for (; at < end; at += ${stride * (rows - 1)})
    for (const next = at + ${stride}; at < next; at += 16) {
${lines(rows, (row) => `    let x${row} = v128.load(at, ${row * stride});`)}
${butterflies(bits)}
${lines(rows, (row) => `    v128.store(at, x${row}, ${row * stride});`)}
    }
}`;
}

/** As above for the one group of rows that begins at `at`, from there to `end` in the first row. */
function rotateFar(bits: number, stride: number): string {
  const rows = 1 << bits;
  return `export function rotate${bits}by${stride}(at: usize, end: usize, t: v128): void {
  for (; at < end; at += 16) {
${lines(rows, (row) => `    let x${row} = v128.load(at, ${row * stride});`)}
${butterflies(bits)}
${lines(rows, (row) => `    v128.store(at, x${row}, ${row * stride});`)}
  }
}`;
}

/** Rotates the qubits inside one vector and the three above it, on eight neighbouring vectors at a time. */
function rotateHead(): string {
  return `export function rotateHead(at: usize, bytes: usize, t: v128, lane0: v128, lane1: v128): void {
  for (let end = at + bytes; at < end; at += 128) {
${lines(8, (row) => `    let x${row} = inVector(v128.load(at, ${16 * row}), lane0, lane1);`)}
${butterflies(3)}
${lines(8, (row) => `    v128.store(at, x${row}, ${16 * row});`)}
  }
}`;
}

/** The sum over `bits` qubits of their generator applied to row `row`: minus the partner above, plus the one below. */
function generator(bits: number, row: number): string {
  const terms = Array.from({ length: bits }, (_, bit) => ({
    partner: row ^ (1 << bit),
    plus: (row & (1 << bit)) !== 0,
  })).sort((a, b) => Number(b.plus) - Number(a.plus));
  const [first, ...rest] = terms;
  if (first === undefined) return "";
  let sum = first.plus ? `x${first.partner}` : `v128.neg<real>(x${first.partner})`;
  for (const { partner, plus } of rest) sum = `v128.${plus ? "add" : "sub"}<real>(${sum}, x${partner})`;
  return sum;
}

/** One sum a row, up to four, so that no multiply-add waits for the one before. */
const sumsOf = (bits: number): number => Math.min(4, 1 << bits);

function overlapBody(bits: number, row: (base: string, at: number) => string): string {
  const rows = 1 << bits;
  const sums = sumsOf(bits);
  return `${lines(rows, (at) => `    const x${at} = ${row("at", at)};`)}
${lines(rows, (at) => `    s${at % sums} = multiplyAdd(${row("at + toAdjoint", at)}, ${generator(bits, at)}, s${at % sums});`)}`;
}

const openSums = (bits: number): string => lines(sumsOf(bits), (at) => `  let s${at} = v128.splat<real>(0);`);

function closeSums(bits: number): string {
  const sum = Array.from({ length: sumsOf(bits) }, (_, at) => `s${at}`).reduce(
    (a, b) => `v128.add<real>(${a}, ${b})`,
  );
  return `  return sumLanes(${sum});`;
}

/** Σ λ (Gψ) over `run` bytes of 2^bits rows, G the generators of their qubits; λ lies `toAdjoint` bytes from ψ. */
function overlapRows(bits: number): string {
  return `export function overlap${bits}(at: usize, stride: usize, run: usize, toAdjoint: usize): f64 {
${openSums(bits)}
  for (let end = at + run; at < end; at += 16) {
${overlapBody(bits, (base, row) => `v128.load(${at(base, "stride", row)})`)}
  }
${closeSums(bits)}
}`;
}

/** As above with a known stride, over every group of rows between `at` and `end`. */
function overlapNear(bits: number, stride: number): string {
  return `export function overlap${bits}by${stride}(at: usize, end: usize, toAdjoint: usize): f64 {
${openSums(bits)}
  for (; at < end; at += ${stride * ((1 << bits) - 1)})
    for (const next = at + ${stride}; at < next; at += 16) {
${overlapBody(bits, (base, row) => `v128.load(${base}, ${row * stride})`)}
    }
${closeSums(bits)}
}`;
}

/** The qubits inside one vector and the three above it. */
function overlapHead(): string {
  return `export function overlapHead(at: usize, end: usize, toAdjoint: usize): f64 {
  const signs0 = lane0Signs(1);
  const signs1 = lane1Signs(1);
${openSums(3)}
  for (; at < end; at += 128) {
${lines(8, (row) => `    const x${row} = v128.load(at, ${16 * row});`)}
${lines(8, (row) => `    s${row % 4} = multiplyAdd(v128.load(at + toAdjoint, ${16 * row}), generateLanes(x${row}, signs0, signs1, ${generator(3, row)}), s${row % 4});`)}
  }
${closeSums(3)}
}`;
}

/** The sweeps with a known stride: those of a tile above its head, then those in the column buffer. */
const nearSweeps: readonly (readonly [stride: number, bits: readonly number[]])[] = [
  [128, [1, 2, 3]],
  [1024, [1, 2, 3]],
  [2048, [3]],
  [16640, [2]],
];

export function rotationsSource(): string {
  return `// Written by generate/rotations.ts; run build.ts to write it again.
import { real } from "./precision";
import { multiplyAdd, multiplySubtract } from "./vector";
import { generateLanes, inVector, lane0Signs, lane1Signs, paritySigns, reverseLanes, sumLanes } from "./lanes";

${[1, 2, 3].map(rotateRows).join("\n\n")}

${nearSweeps.flatMap(([stride, bits]) => bits.map((count) => rotateNear(count, stride))).join("\n\n")}

${[1, 2, 3].map((bits) => rotateFar(bits, 8192)).join("\n\n")}

${rotateHead()}

${[1, 2, 3].map(overlapRows).join("\n\n")}

${[128, 256, 1024, 2048].flatMap((stride) => [1, 2, 3].map((bits) => overlapNear(bits, stride))).join("\n\n")}

${overlapHead()}

${mirrorSource()}
`;
}
