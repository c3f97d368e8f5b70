// Im ⟨λ|ΣX|ψ⟩. In the held form i^|x| ψ_x each X has the real generator a' = -b, b' = +a, so the sum is a plain
// product of the re arrays plus one of the im arrays.
import { ROW_BYTES } from "./column-mixer";
import { blockOffset, blocks, CHUNK_BLOCKS, lastPass, rowPitch, rowQubits } from "./columns";
import { lane0Signs, lane1Signs, sumLanes, swapLane0, swapLane1 } from "./lanes";
import { chunkBlocks } from "./layer";
import { imaginaryPart, mirrored, realPart, tileBytes, tileQubits } from "./memory";
import { blockAt, mirrorAt, overlapPair } from "./mirror";
import { real } from "./precision";
import { overlap1, overlap2, overlap3 } from "./rotations";
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

/** The qubits of one tile. */
export function overlapTile(tile: usize, toAdjoint: usize): f64 {
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

/** The qubits whose rows one column block takes. */
function overlapBlock(block: usize, toAdjoint: usize): f64 {
  let sum: f64 = 0;
  for (let done = 0; done < rowQubits; ) {
    const step = min(rowQubits - done, 3);
    for (let group: usize = 0; group < 1 << rowQubits; group += 1 << (done + step))
      for (let row = group; row < group + (1 << done); row++)
        sum += rows(step, block + row * rowPitch, rowPitch << done, ROW_BYTES, toAdjoint);
    done += step;
  }
  return sum;
}

/** The qubits of the column blocks of one chunk. */
export function chunkOverlap(chunk: u32): f64 {
  const toAdjoint = realPart(1) - realPart(0);
  const first = chunk * CHUNK_BLOCKS;
  const end = min(first + CHUNK_BLOCKS, chunkBlocks());
  let sum: f64 = 0;
  for (let block = first; block < end; block++) {
    if (mirrored && lastPass)
      sum += overlapBlock(blockAt(0, block), toAdjoint) + overlapBlock(mirrorAt(0, block), toAdjoint) + overlapPair(block, toAdjoint);
    else if (block < blocks) sum += overlapBlock(realPart(0) + blockOffset(block), toAdjoint);
    else sum += overlapBlock(imaginaryPart(0) + blockOffset(block - blocks), toAdjoint);
  }
  return sum;
}
