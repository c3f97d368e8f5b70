// Costs of a quadratic tile, and the sums over them: block by block of eight vectors, each cost the sum of one number for
// its low bits, one for its place in the block and one for the block. Sums run without the mean of all costs.
import { costTile, imaginaryPart, realPart, tileBytes, tileOffset, tileQubits } from "./memory";
import { real } from "./precision";
import { field, lowCost, setFields } from "./quadratic";
import { blockCostRoom, headCostRoom, lowCostRoom } from "./scratch";
import { sumLanes } from "./lanes";
import { BLOCK_BYTES, HEAD_QUBITS, multiplyAdd, multiplySubtract } from "./vector";

/** f32 sums are handed over to f64 after so many bytes. */
const RUN: usize = 1024;

function doubleSums(at: usize, bit: i32, step: f64): void {
  for (let x: usize = 0; x < 1 << bit; x++)
    store<f64>(at + ((x + (1 << bit)) << 3), load<f64>(at + (x << 3)) + step);
}

function setHeadAndBlocks(tile: u32): void {
  const highCost = setFields(tile);
  const head = headCostRoom();
  store<f64>(head, 0);
  for (let i = 0; i < HEAD_QUBITS; i++) doubleSums(head, i, field(i));
  const blocks = blockCostRoom();
  store<f64>(blocks, highCost);
  for (let i = HEAD_QUBITS; i < tileQubits; i++) doubleSums(blocks, i - HEAD_QUBITS, field(i));
}

/** As {@link setHeadAndBlocks}, the head as reals. */
function setRealHead(tile: u32): void {
  setHeadAndBlocks(tile);
  const head = headCostRoom();
  for (let x: usize = 0; x < 1 << HEAD_QUBITS; x++)
    store<real>(head + x * sizeof<real>(), <real>load<f64>(head + (x << 3)));
}

/** Writes the cost of every amplitude of the tile to the cost tile. */
export function costsQuadratic(tile: u32): void {
  setHeadAndBlocks(tile);
  const head = headCostRoom();
  let at: usize = 0;
  for (let block: usize = 0; block < 1 << (tileQubits - HEAD_QUBITS); block++) {
    const shift = f64x2.splat(load<f64>(blockCostRoom() + (block << 3)));
    for (let x: usize = 0; x < 8 << HEAD_QUBITS; x += 16, at += 16) {
      const own = v128.add<f64>(v128.load(head + x), shift);
      v128.store(costTile + at, v128.add<f64>(v128.load(lowCost + at), own));
    }
  }
}

/** Costs, less the mean, of the vector `at` bytes into the tile; `at` is inside the block whose own cost is `shift`. */
// @ts-ignore: decorator
@inline
function costsAt(at: usize, shift: v128): v128 {
  const own = v128.add<real>(v128.load(headCostRoom() + (at & (BLOCK_BYTES - 1))), shift);
  return v128.add<real>(v128.load(lowCostRoom() + at), own);
}

// @ts-ignore: decorator
@inline
function blockCost(at: usize): v128 {
  return v128.splat<real>(<real>load<f64>(blockCostRoom() + (at / BLOCK_BYTES << 3)));
}

/** ⟨ψ|C - mean|ψ⟩ of one tile. */
export function expectationQuadratic(tile: u32): f64 {
  setRealHead(tile);
  const re = realPart(0) + tileOffset(tile);
  const im = imaginaryPart(0) + tileOffset(tile);
  const run = min(tileBytes, RUN);
  let total: f64 = 0;
  for (let at: usize = 0; at < tileBytes; ) {
    let sum = v128.splat<real>(0);
    for (const end = at + run; at < end; ) {
      const shift = blockCost(at);
      for (const next = at + BLOCK_BYTES; at < next; at += 16) {
        const a = v128.load(re + at);
        const b = v128.load(im + at);
        const p = multiplyAdd(b, b, v128.mul<real>(a, a));
        sum = multiplyAdd(p, costsAt(at, shift), sum);
      }
    }
    total += sumLanes(sum);
  }
  return total;
}

/** λ = scale (C - mean) ψ and ψ ← scale ψ; ⟨ψ|C - mean|ψ⟩ before. The mean changes no derivative, as Im⟨ψ|X|ψ⟩ = 0. */
export function weighQuadratic(tile: u32, scale: f64): f64 {
  setRealHead(tile);
  const toAdjoint = realPart(1) - realPart(0);
  const re = realPart(0) + tileOffset(tile);
  const im = imaginaryPart(0) + tileOffset(tile);
  const run = min(tileBytes, RUN);
  const s = v128.splat<real>(<real>scale);
  let total: f64 = 0;
  for (let at: usize = 0; at < tileBytes; ) {
    let sum = v128.splat<real>(0);
    for (const end = at + run; at < end; ) {
      const shift = blockCost(at);
      for (const next = at + BLOCK_BYTES; at < next; at += 16) {
        const a = v128.load(re + at);
        const b = v128.load(im + at);
        const cost = costsAt(at, shift);
        const p = multiplyAdd(b, b, v128.mul<real>(a, a));
        sum = multiplyAdd(p, cost, sum);
        const weight = v128.mul<real>(cost, s);
        v128.store(re + toAdjoint + at, v128.mul<real>(a, weight));
        v128.store(im + toAdjoint + at, v128.mul<real>(b, weight));
        v128.store(re + at, v128.mul<real>(a, s));
        v128.store(im + at, v128.mul<real>(b, s));
      }
    }
    total += sumLanes(sum);
  }
  return total;
}

/** Im ⟨λ|C|ψ⟩ of one tile; without the mean of C, since Im ⟨λ|ψ⟩ = 0. */
export function overlapQuadratic(tile: u32): f64 {
  setRealHead(tile);
  const toAdjoint = realPart(1) - realPart(0);
  const re = realPart(0) + tileOffset(tile);
  const im = imaginaryPart(0) + tileOffset(tile);
  const run = min(tileBytes, RUN);
  let total: f64 = 0;
  for (let at: usize = 0; at < tileBytes; ) {
    let sum = v128.splat<real>(0);
    for (const end = at + run; at < end; ) {
      const shift = blockCost(at);
      for (const next = at + BLOCK_BYTES; at < next; at += 16) {
        const straight = v128.mul<real>(v128.load(re + toAdjoint + at), v128.load(im + at));
        const w = multiplySubtract(v128.load(im + toAdjoint + at), v128.load(re + at), straight);
        sum = multiplyAdd(w, costsAt(at, shift), sum);
      }
    }
    total += sumLanes(sum);
  }
  return total;
}
