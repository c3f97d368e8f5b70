// Mixing of groups whose options lie tiles apart: a block of columns is copied to a buffer, mixed there, copied back.
import { mixGroup } from "./mixer";
import { mixGroupBack } from "./mixer-back";
import { sumLanes } from "../state/lanes";
import { options, realPart, tileGroups, tilePitch, tiles, toImaginary } from "./shape";

/** Bytes of a column block's row. */
const WIDTH: usize = 256;

/** re, im, and both of the adjoint state, `bufferBytes` apart. */
let buffer: usize = 0;
let bufferBytes: usize = 0;

export function setColumnBuffer(buffer_: usize, bufferBytes_: usize): void {
  buffer = buffer_;
  bufferBytes = bufferBytes_;
}

/** Tile pitches are multiples of 64 bytes, so that every block's width is. */
function copyRows(from: usize, fromPitch: usize, to: usize, toPitch: usize, rows: i32, width: usize): void {
  for (let row = 0; row < rows; row++, from += fromPitch, to += toPitch)
    for (let x: usize = 0; x < width; x += 64) {
      v128.store(to + x, v128.load(from + x), 0);
      v128.store(to + x, v128.load(from + x, 16), 16);
      v128.store(to + x, v128.load(from + x, 32), 32);
      v128.store(to + x, v128.load(from + x, 48), 48);
    }
}

function mixBuffer(first: i32, end: i32, rows: i32): void {
  let stride = WIDTH;
  for (let group = first; group < end; group++) {
    mixGroup(buffer, bufferBytes, <usize>rows * WIDTH, options(group), stride);
    stride *= options(group);
  }
}

function mixBufferBack(first: i32, end: i32, rows: i32): f64 {
  let stride = WIDTH;
  let sum: f64 = 0;
  for (let group = first; group < end; group++) {
    sum += sumLanes(mixGroupBack(buffer, bufferBytes, 2 * bufferBytes, <usize>rows * WIDTH, options(group), stride));
    stride *= options(group);
  }
  return sum;
}

function mixColumns(at: usize, pitch: usize, first: i32, end: i32, rows: i32, width: usize): void {
  copyRows(at, pitch, buffer, WIDTH, rows, width);
  copyRows(at + toImaginary(), pitch, buffer + bufferBytes, WIDTH, rows, width);
  mixBuffer(first, end, rows);
  copyRows(buffer, WIDTH, at, pitch, rows, width);
  copyRows(buffer + bufferBytes, WIDTH, at + toImaginary(), pitch, rows, width);
}

function mixColumnsBack(at: usize, pitch: usize, first: i32, end: i32, rows: i32, width: usize): f64 {
  for (let part: usize = 0; part < 4; part++)
    copyRows(at + part * toImaginary(), pitch, buffer + part * bufferBytes, WIDTH, rows, width);
  // A narrow last block leaves older columns beside it, which must not count.
  if (width < WIDTH) clearBeyond(rows, width);
  const sum = mixBufferBack(first, end, rows);
  for (let part: usize = 0; part < 4; part++)
    copyRows(buffer + part * bufferBytes, WIDTH, at + part * toImaginary(), pitch, rows, width);
  return sum;
}

function clearBeyond(rows: i32, width: usize): void {
  for (let part: usize = 0; part < 4; part++)
    for (let row = 0; row < rows; row++)
      memory.fill(buffer + part * bufferBytes + <usize>row * WIDTH + width, 0, WIDTH - width);
}

/** Mixes groups first … end - 1, all above the tile's, in one memory pass; `back` undoes and returns the overlap. */
export function sweepColumns(first: i32, end: i32, back: bool): f64 {
  let pitch = tilePitch;
  for (let group = tileGroups; group < first; group++) pitch *= options(group);
  let rows = 1;
  for (let group = first; group < end; group++) rows *= options(group);
  const block = pitch * rows;
  const stop = realPart(0) + <usize>tiles * tilePitch;
  let sum: f64 = 0;
  for (let at = realPart(0); at < stop; at += block)
    for (let column: usize = 0; column < pitch; column += WIDTH) {
      const width = min(WIDTH, pitch - column);
      if (back) sum += mixColumnsBack(at + column, pitch, first, end, rows, width);
      else mixColumns(at + column, pitch, first, end, rows, width);
    }
  return sum;
}
