// A quadratic cost C(x) = offset + Σ h_i x_i + Σ_{i<j} Q_ij x_i x_j without any array of 2^n: within a tile it is
// C_low(x_low), the same for every tile, plus a linear function of the low bits that the tile's number decides.
import { center } from "./center";
import { doubleProduct, times, unit } from "./complex";
import { imaginaryPart, qubits, realPart, tileOffset, tileQubits } from "./memory";
import { real } from "./precision";
import {
  LOW_PHASE_DISTANCE, blockRoom, fieldsRoom, headRoom, lowCostRoom, lowPhaseRoom, lowRoom, productRoom,
} from "./scratch";
import { BLOCK_BYTES, HEAD_QUBITS, multiplyAdd, multiplySubtract, storePair } from "./vector";

/** n × n f64, symmetric, h on the diagonal. */
let couplings: usize = 0;
/** C_low as 2^tileQubits f64, offset included. */
export let lowCost: usize = 0;

export function setQuadratic(couplings_: usize, lowCost_: usize): void {
  couplings = couplings_;
  lowCost = lowCost_;
}

// @ts-ignore: decorator
@inline
function coupling(i: i32, j: i32): f64 {
  return load<f64>(couplings + ((<usize>(i * qubits + j)) << 3));
}

export function fillLowCost(offset: f64): void {
  store<f64>(lowCost, offset);
  for (let bit = 0; bit < tileQubits; bit++) {
    for (let x: u32 = 0; x < <u32>(1 << bit); x++) {
      let cost = load<f64>(lowCost + (<usize>x << 3)) + coupling(bit, bit);
      for (let rest = x; rest != 0; rest &= rest - 1) cost += coupling(ctz(rest), bit);
      store<f64>(lowCost + (<usize>(x | (1 << bit)) << 3), cost);
    }
  }
  for (let x: usize = 0; x < 1 << tileQubits; x++)
    store<real>(lowCostRoom() + x * sizeof<real>(), <real>(load<f64>(lowCost + (x << 3)) - center));
}

/** Writes the tile's linear biases to the fields room and returns the cost of its high bits alone. */
export function setFields(tile: u32): f64 {
  let cost: f64 = 0;
  for (let rest = tile; rest != 0; rest &= rest - 1) {
    const j = tileQubits + <i32>ctz(rest);
    cost += coupling(j, j);
    for (let below = rest & (rest - 1); below != 0; below &= below - 1) cost += coupling(j, tileQubits + <i32>ctz(below));
  }
  for (let i = 0; i < tileQubits; i++) {
    let field: f64 = 0;
    for (let rest = tile; rest != 0; rest &= rest - 1) field += coupling(i, tileQubits + <i32>ctz(rest));
    store<f64>(fieldsRoom() + (<usize>i << 3), field);
  }
  return cost;
}

// @ts-ignore: decorator
@inline
export function field(i: i32): f64 {
  return load<f64>(fieldsRoom() + (<usize>i << 3));
}

/** Phase factors of the low qubits among themselves, once a layer: by doubling, two products an amplitude. */
export function fillLowPhases(turnsPerCost: f64, offset: f64): void {
  const low = lowRoom();
  const product = productRoom();
  v128.store(low, unit(offset * turnsPerCost));
  for (let bit = 0; bit < tileQubits; bit++) {
    v128.store(product, unit(coupling(bit, bit) * turnsPerCost));
    for (let i = 0; i < bit; i++) doubleProduct(product, i, unit(coupling(i, bit) * turnsPerCost));
    const bytes: usize = 16 << bit;
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(low + bytes + at, times(v128.load(low + at), v128.load(product + at)));
  }
  let phases = lowPhaseRoom();
  for (let at = low; at < low + (16 << tileQubits); at += 32, phases += 2 * sizeof<real>()) {
    const first = v128.load(at);
    const second = v128.load(at, 16);
    storePair(phases, v128.shuffle<f64>(first, second, 0, 2));
    storePair(phases + LOW_PHASE_DISTANCE, v128.shuffle<f64>(first, second, 1, 3));
  }
}

/** The tile's own product state, as 2^HEAD_QUBITS factors and one factor a block. */
function setProduct(tile: u32, turnsPerCost: f64, scale: f64): void {
  const highCost = setFields(tile);
  const blocks = blockRoom();
  v128.store(blocks, unit(0));
  for (let i = 0; i < HEAD_QUBITS; i++) doubleProduct(blocks, i, unit(field(i) * turnsPerCost));
  const head = headRoom();
  for (let x: usize = 0; x < 1 << HEAD_QUBITS; x++) {
    const factor = v128.load(blocks + (x << 4));
    store<real>(head + x * sizeof<real>(), <real>f64x2.extract_lane(factor, 0));
    store<real>(head + 256 + x * sizeof<real>(), <real>f64x2.extract_lane(factor, 1));
  }
  v128.store(blocks, v128.mul<f64>(unit(highCost * turnsPerCost), f64x2.splat(scale)));
  for (let i = HEAD_QUBITS; i < tileQubits; i++)
    doubleProduct(blocks, i - HEAD_QUBITS, unit(field(i) * turnsPerCost));
}

/** Multiplies one block by head · factor · low phases, vector by vector. */
// @ts-ignore: decorator
@inline
function multiplyBlock(re: usize, im: usize, phases: usize, fr: v128, fi: v128): void {
  const head = headRoom();
  for (let at: usize = 0; at < BLOCK_BYTES; at += 16) {
    const hr = v128.load(head + at);
    const hi = v128.load(head + 256 + at);
    const sr = multiplySubtract(hi, fi, v128.mul<real>(hr, fr));
    const si = multiplyAdd(hi, fr, v128.mul<real>(hr, fi));
    const lr = v128.load(phases + at);
    const li = v128.load(phases + LOW_PHASE_DISTANCE + at);
    const wr = multiplySubtract(si, li, v128.mul<real>(sr, lr));
    const wi = multiplyAdd(si, lr, v128.mul<real>(sr, li));
    const a = v128.load(re + at);
    const b = v128.load(im + at);
    v128.store(re + at, multiplySubtract(b, wi, v128.mul<real>(a, wr)));
    v128.store(im + at, multiplyAdd(b, wr, v128.mul<real>(a, wi)));
  }
}

/** Multiplies the tile by scale · exp(2πi turnsPerCost C). */
export function phaseQuadratic(slot: i32, tile: u32, turnsPerCost: f64, scale: f64): void {
  setProduct(tile, turnsPerCost, scale);
  let re = realPart(slot) + tileOffset(tile);
  let im = imaginaryPart(slot) + tileOffset(tile);
  let phases = lowPhaseRoom();
  let factors = blockRoom();
  for (let end = factors + (16 << (tileQubits - HEAD_QUBITS)); factors < end; factors += 16) {
    const fr = v128.splat<real>(<real>load<f64>(factors));
    const fi = v128.splat<real>(<real>load<f64>(factors, 8));
    multiplyBlock(re, im, phases, fr, fi);
    re += BLOCK_BYTES;
    im += BLOCK_BYTES;
    phases += BLOCK_BYTES;
  }
}
