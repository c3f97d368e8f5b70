/** A stream of uniform numbers in [0, 1), 53 bits each. */
export type Uniform = () => number;

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}

/** sfc32 (Doty-Humphrey), seeded by a whole number: the same seed gives the same stream everywhere. */
export function uniformFrom(seed: number): Uniform {
  const mix = splitMix32(seed % 2 ** 32);
  const high = splitMix32(Math.floor(seed / 2 ** 32));
  let [a, b, c, counter] = [mix(), mix(), mix() ^ high(), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}
