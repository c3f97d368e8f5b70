// Mixing inside rows. As many rows as a vector has lanes are transposed, so that a lane is a row and options of the first
// groups lie vectors apart, like those of any other group. Rows missing at a tile's end are stood in for by the last.
import { mixGroup } from "./mixer";
import { mixGroupBack } from "./mixer-back";
import { sumLanes } from "../state/lanes";
import { real } from "../state/precision";
import { LANES, headGroups, options, rowBytes, rowOptions, toAdjoint, toImaginary } from "./shape";

/** Transposed rows: re, im, and both of the adjoint state, `roomBytes` apart. */
let room: usize = 0;
let roomBytes: usize = 0;

export function setHeadRoom(room_: usize, roomBytes_: usize): void {
  room = room_;
  roomBytes = roomBytes_;
}

// @ts-ignore: decorator
@inline
function transposeFour(a: usize, b: usize, c: usize, d: usize, toA: usize, toB: usize, toC: usize, toD: usize): void {
  const x = v128.load(a);
  const y = v128.load(b);
  const z = v128.load(c);
  const w = v128.load(d);
  const xyLow = v128.shuffle<f32>(x, y, 0, 4, 1, 5);
  const zwLow = v128.shuffle<f32>(z, w, 0, 4, 1, 5);
  const xyHigh = v128.shuffle<f32>(x, y, 2, 6, 3, 7);
  const zwHigh = v128.shuffle<f32>(z, w, 2, 6, 3, 7);
  v128.store(toA, v128.shuffle<f32>(xyLow, zwLow, 0, 1, 4, 5));
  v128.store(toB, v128.shuffle<f32>(xyLow, zwLow, 2, 3, 6, 7));
  v128.store(toC, v128.shuffle<f32>(xyHigh, zwHigh, 0, 1, 4, 5));
  v128.store(toD, v128.shuffle<f32>(xyHigh, zwHigh, 2, 3, 6, 7));
}

// @ts-ignore: decorator
@inline
function transposeTwo(a: usize, b: usize, toA: usize, toB: usize): void {
  const x = v128.load(a);
  const y = v128.load(b);
  v128.store(toA, v128.shuffle<f64>(x, y, 0, 2));
  v128.store(toB, v128.shuffle<f64>(x, y, 1, 3));
}

/** Address of the i-th of `count` rows, the last one for those beyond. */
// @ts-ignore: decorator
@inline
function rowOf(row: usize, count: i32, i: i32): usize {
  return row + <usize>min(i, count - 1) * rowBytes;
}

function rowsIn(row: usize, count: i32, target: usize): void {
  const b = rowOf(row, count, 1);
  const c = rowOf(row, count, 2);
  const d = rowOf(row, count, 3);
  const end = <usize>rowOptions * sizeof<real>();
  for (let x: usize = 0; x < end; x += 16, target += 16 * LANES) {
    if (LANES == 4) transposeFour(row + x, b + x, c + x, d + x, target, target + 16, target + 32, target + 48);
    else transposeTwo(row + x, b + x, target, target + 16);
  }
}

function rowsOut(row: usize, count: i32, source: usize): void {
  const b = rowOf(row, count, 1);
  const c = rowOf(row, count, 2);
  const d = rowOf(row, count, 3);
  const end = <usize>rowOptions * sizeof<real>();
  for (let x: usize = 0; x < end; x += 16, source += 16 * LANES) {
    if (LANES == 4) transposeFour(source, source + 16, source + 32, source + 48, row + x, b + x, c + x, d + x);
    else transposeTwo(source, source + 16, row + x, b + x);
  }
}

/** Mixes the head groups of `count` rows, at most as many as lanes, from row address `row` on. */
export function mixHead(row: usize, count: i32): void {
  rowsIn(row, count, room);
  rowsIn(row + toImaginary(), count, room + roomBytes);
  let stride: usize = 16;
  for (let group = 0; group < headGroups; group++) {
    mixGroup(room, roomBytes, <usize>rowOptions * 16, options(group), stride);
    stride *= options(group);
  }
  rowsOut(row, count, room);
  rowsOut(row + toImaginary(), count, room + roomBytes);
}

/** All ones in the first `count` lanes: rows that only stand in must not count twice. */
function lanesBelow(count: i32): v128 {
  if (LANES == 4) return v128.lt<i32>(i32x4(0, 1, 2, 3), i32x4.splat(count));
  return v128.lt<i64>(i64x2(0, 1), i64x2.splat(count));
}

/** The same undone on both states; returns the share of the overlap. */
export function mixHeadBack(row: usize, count: i32): f64 {
  for (let slot: usize = 0; slot < 2; slot++) {
    rowsIn(row + slot * toAdjoint(), count, room + 2 * slot * roomBytes);
    rowsIn(row + slot * toAdjoint() + toImaginary(), count, room + (2 * slot + 1) * roomBytes);
  }
  let sum = v128.splat<real>(0);
  let stride: usize = 16;
  for (let group = 0; group < headGroups; group++) {
    const bytes = <usize>rowOptions * 16;
    sum = v128.add<real>(sum, mixGroupBack(room, roomBytes, 2 * roomBytes, bytes, options(group), stride));
    stride *= options(group);
  }
  for (let slot: usize = 0; slot < 2; slot++) {
    rowsOut(row + slot * toAdjoint(), count, room + 2 * slot * roomBytes);
    rowsOut(row + slot * toAdjoint() + toImaginary(), count, room + (2 * slot + 1) * roomBytes);
  }
  return sumLanes(v128.and(sum, lanesBelow(count)));
}
