// A job is an exported function that all threads call at once. Each takes chunk after chunk from a counter that the host
// sets to zero before, so nothing waits on a slow thread; sums are kept chunk by chunk and added in order, so they do
// not depend on who did what. A job returns how many chunks it has.
import { control } from "./memory";

/** The next chunk nobody has taken. */
// @ts-ignore: decorator
@inline
export function nextChunk(): u32 {
  return atomic.add<u32>(control, 1);
}

/** Chunks have two sums: `which` is 0 or 1. */
// @ts-ignore: decorator
@inline
export function storeSum(which: i32, chunk: u32, sum: f64): void {
  store<f64>(control + 64 + (<usize>chunk << 4) + (<usize>which << 3), sum);
}

export function sumOf(which: i32, chunks: u32): f64 {
  let sum: f64 = 0;
  for (let chunk: u32 = 0; chunk < chunks; chunk++)
    sum += load<f64>(control + 64 + (<usize>chunk << 4) + (<usize>which << 3));
  return sum;
}
