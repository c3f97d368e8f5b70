/** A seeded stream of random numbers: same seed, same stream, on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Standard normal (mean 0, standard deviation 1). */
  normal(): number;
  /** Uniform integer in [0, count). */
  integer(count: number): number;
  /** The state, for checkpoints; `randomFromState` continues the stream. */
  state(): RandomState;
}
export type RandomState = readonly [number, number, number, number];

function splitmix32(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x9e3779b9) | 0;
    let t = a ^ (a >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return (t ^ (t >>> 15)) >>> 0;
  };
}

/**
 * xoshiro128** seeded through splitmix32.
 * @param seed any 32-bit integer
 * Source: Blackman, Vigna, "Scrambled linear pseudorandom number generators", 2021.
 */
export function createRandom(seed: number): Random {
  const mix = splitmix32(seed);
  return randomFromState([mix(), mix(), mix(), mix()]);
}

/** Continues a stream from a state taken with `Random.state()`. */
export function randomFromState(start: RandomState): Random {
  let [a, b, c, d] = start;
  const nextUint32 = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const next = (): number => nextUint32() / 4294967296;
  return {
    next,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    integer: (count) => Math.floor(next() * count),
    state: () => [a >>> 0, b >>> 0, c >>> 0, d >>> 0],
  };
}
