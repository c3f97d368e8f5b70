// What a layer's time is held against: one in-place pass over the state, and the multiply-add rate of registers alone.
import { nextChunk } from "./chunks";
import { imaginaryPart, realPart, tileBytes, tileOffset, tiles } from "./memory";
import { sumLanes } from "./lanes";
import { real } from "./precision";
import { multiplyAdd } from "./vector";

function scaleTile(at: usize, factor: v128): void {
  for (let end = at + tileBytes; at < end; at += 64) {
    v128.store(at, v128.mul<real>(v128.load(at, 0), factor), 0);
    v128.store(at, v128.mul<real>(v128.load(at, 16), factor), 16);
    v128.store(at, v128.mul<real>(v128.load(at, 32), factor), 32);
    v128.store(at, v128.mul<real>(v128.load(at, 48), factor), 48);
  }
}

/** Job, a chunk a tile: loads, multiplies by `factor` and stores every re and im of ψ once. */
export function pass(factor: f64): u32 {
  const f = v128.splat<real>(<real>factor);
  for (let tile = nextChunk(); tile < tiles; tile = nextChunk()) {
    scaleTile(realPart(0) + tileOffset(tile), f);
    scaleTile(imaginaryPart(0) + tileOffset(tile), f);
  }
  return tiles;
}

/** 12 · `rounds` vector multiply-adds in twelve chains, enough to hide the latency of each. */
export function multiplyAdds(rounds: i32, factor: real): f64 {
  const by = v128.splat<real>(factor);
  let a = v128.splat<real>(1);
  let b = v128.splat<real>(2);
  let c = v128.splat<real>(3);
  let d = v128.splat<real>(4);
  let e = v128.splat<real>(5);
  let f = v128.splat<real>(6);
  let g = v128.splat<real>(7);
  let h = v128.splat<real>(8);
  let i = v128.splat<real>(9);
  let j = v128.splat<real>(10);
  let k = v128.splat<real>(11);
  let l = v128.splat<real>(12);
  for (let round = 0; round < rounds; round++) {
    a = multiplyAdd(a, by, by);
    b = multiplyAdd(b, by, by);
    c = multiplyAdd(c, by, by);
    d = multiplyAdd(d, by, by);
    e = multiplyAdd(e, by, by);
    f = multiplyAdd(f, by, by);
    g = multiplyAdd(g, by, by);
    h = multiplyAdd(h, by, by);
    i = multiplyAdd(i, by, by);
    j = multiplyAdd(j, by, by);
    k = multiplyAdd(k, by, by);
    l = multiplyAdd(l, by, by);
  }
  return sumLanes(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(v128.add<real>(a, b), c), d), e), f), g), h), i), j), k), l));
}
