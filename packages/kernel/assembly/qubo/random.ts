// xorshift128 (Marsaglia 2003): one stream an instance.

let a: u32 = 1;
let b: u32 = 2;
let c: u32 = 3;
let d: u32 = 4;

export function seedRandom(a_: u32, b_: u32, c_: u32, d_: u32): void {
  a = a_;
  b = b_;
  c = c_;
  d = d_;
}

// @ts-ignore: decorator
@inline
export function nextRandom(): u32 {
  const t = a ^ (a << 11);
  a = b;
  b = c;
  c = d;
  d = d ^ (d >> 19) ^ t ^ (t >> 8);
  return d;
}

/** Uniform in 0 … count − 1. */
// @ts-ignore: decorator
@inline
export function below(count: i32): i32 {
  return <i32>((<u64>nextRandom() * <u64>count) >> 32);
}
