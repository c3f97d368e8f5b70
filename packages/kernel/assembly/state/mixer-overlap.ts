// Im ⟨λ|ΣX|ψ⟩. In the held form i^|x| ψ_x each X has the real generator a' = -b, b' = +a, so the sum is a plain
// product of the re arrays plus one of the im arrays.
import { imaginaryPart, middleQubits, pitch, qubits, realPart, tileBytes, tileOffset, tileQubits, tiles } from "./memory";
import { lane0Signs, lane1Signs, sumLanes, swapLane0, swapLane1 } from "./lanes";
import { overlap1, overlap2, overlap3 } from "./rotations";
import { real } from "./precision";
import { LANE_BITS, multiplyAdd } from "./vector";

/** f32 sums are handed over to f64 after so many bytes. */
const RUN: usize = 1024;

function laneRun(at: usize, bytes: usize, toAdjoint: usize): f64 {
  const signs0 = lane0Signs(1);
  const signs1 = lane1Signs(1);
  let sum = v128.splat<real>(0);
  for (let end = at + bytes; at < end; at += 16) {
    const x = v128.load(at);
    let turned = v128.mul<real>(signs0, swapLane0(x));
    if (sizeof<real>() == 4) turned = multiplyAdd(signs1, swapLane1(x), turned);
    sum = multiplyAdd(v128.load(at + toAdjoint), turned, sum);
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline
function rows(bits: i32, at: usize, stride: usize, run: usize, toAdjoint: usize): f64 {
  if (bits == 3) return overlap3(at, stride, run, toAdjoint);
  if (bits == 2) return overlap2(at, stride, run, toAdjoint);
  return overlap1(at, stride, run, toAdjoint);
}

function rowRuns(bits: i32, at: usize, stride: usize, bytes: usize, toAdjoint: usize): f64 {
  const run = min(bytes, RUN);
  let sum: f64 = 0;
  for (let done: usize = 0; done < bytes; done += run) sum += rows(bits, at + done, stride, run, toAdjoint);
  return sum;
}

function overlapTile(tile: usize, toAdjoint: usize): f64 {
  let sum: f64 = 0;
  const run = min(tileBytes, RUN);
  for (let at = tile; at < tile + tileBytes; at += run) sum += laneRun(at, run, toAdjoint);
  for (let qubit = LANE_BITS; qubit < tileQubits; ) {
    const bits = min(tileQubits - qubit, 3);
    const stride = sizeof<real>() << qubit;
    for (let at = tile; at < tile + tileBytes; at += stride << bits) sum += rowRuns(bits, at, stride, stride, toAdjoint);
    qubit += bits;
  }
  return sum;
}

/** The qubits of 2^bits tiles that lie `tilePitch` apart. */
function overlapTiles(first: usize, tilePitch: usize, bits: i32, toAdjoint: usize): f64 {
  let sum: f64 = 0;
  for (let done = 0; done < bits; ) {
    const step = min(bits - done, 3);
    for (let group: usize = 0; group < 1 << bits; group += 1 << (done + step))
      for (let row = group; row < group + (1 << done); row++)
        sum += rowRuns(step, first + row * tilePitch, tilePitch << done, tileBytes, toAdjoint);
    done += step;
  }
  return sum;
}

function overlapArray(array: usize, toAdjoint: usize): f64 {
  let sum: f64 = 0;
  for (let tile: u32 = 0; tile < tiles; tile++) sum += overlapTile(array + tileOffset(tile), toAdjoint);
  const upper = qubits - tileQubits;
  const middle = min(middleQubits, upper);
  for (let tile: u32 = 0; tile < tiles; tile += 1 << middle)
    sum += overlapTiles(array + tileOffset(tile), pitch, middle, toAdjoint);
  if (middle == upper) return sum;
  const groupPitch = tileOffset(1 << middle);
  for (let tile: u32 = 0; tile < <u32>(1 << middle); tile++)
    sum += overlapTiles(array + tileOffset(tile), groupPitch, upper - middle, toAdjoint);
  return sum;
}

export function mixerOverlap(): f64 {
  const toAdjoint = realPart(1) - realPart(0);
  return overlapArray(realPart(0), toAdjoint) + overlapArray(imaginaryPart(0), toAdjoint);
}
