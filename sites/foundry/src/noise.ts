/** Independent noise streams; each is a pure function of seed and index, so all controllers meet the same disturbances. */
export const streams = {
  base: 1,
  air: 2,
  airPeak: 3,
  pvDay: 4,
  pvFast: 5,
  outdoor: 6,
  outdoorForecast: 7,
  refusal: 8,
  sensorNoise: 9,
  sensorGain: 10,
  dropout: 11,
  stuck: 12,
  price: 13,
  heat: 14,
  steel: 15,
  mismatch: 16,
} as const;

/** Uniform in [0, 1), a function of its arguments only. */
export function uniformAt(seed: number, stream: number, index: number): number {
  let a = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(stream, 0x85ebca77)) | 0;
  a = Math.imul(a ^ (index | 0), 0xc2b2ae3d);
  a ^= Math.floor(index / 4294967296);
  a ^= a >>> 15;
  a = Math.imul(a, 0x21f0aaad);
  a ^= a >>> 15;
  a = Math.imul(a, 0x735a2d97);
  return ((a ^ (a >>> 15)) >>> 0) / 4294967296;
}

/** Standard normal, a function of its arguments only. */
export function normalAt(seed: number, stream: number, index: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(seed, stream, 2 * index)));
  return radius * Math.cos(2 * Math.PI * uniformAt(seed, stream, 2 * index + 1));
}

/** Smooth noise of about unit variance that forgets itself after `scale` (same unit as `at`). */
export function smoothAt(seed: number, stream: number, at: number, scale: number): number {
  const position = at / scale;
  const cell = Math.floor(position);
  const t = position - cell;
  const weight = t * t * (3 - 2 * t);
  const left = normalAt(seed, stream, cell);
  const right = normalAt(seed, stream, cell + 1);
  return (left * (1 - weight) + right * weight) * 1.15;
}
