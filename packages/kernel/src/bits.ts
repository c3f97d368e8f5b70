/** How many bits of a 32-bit mask are set. */
export function popcount(mask: number): number {
  let v = mask - ((mask >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** 1 if an odd number of bits is set, else 0. */
export function parity(mask: number): number {
  return popcount(mask) & 1;
}
