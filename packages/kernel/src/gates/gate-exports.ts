/**
 * What the compiled gates offer. Arrays and lanes are addresses, sizes amplitudes. A vector holds two neighbouring
 * amplitudes: masks of controls lack bit 0, whose effect the lanes carry.
 */
export interface GateExports {
  matrix1(re: number, im: number, size: number, target: number, controls: number, lanes: number): void;
  matrix2(
    re: number,
    im: number,
    size: number,
    low: number,
    high: number,
    controls: number,
    lanes: number,
  ): void;
  turn(
    re: number,
    im: number,
    size: number,
    x: number,
    z: number,
    controls: number,
    lanes: number,
    real: boolean,
  ): void;
  exchange(array: number, size: number, low: number, high: number, controls: number, odd: boolean): void;
  overlap(
    aRe: number,
    aIm: number,
    bRe: number,
    bIm: number,
    size: number,
    x: number,
    z: number,
    fixed: number,
    controls: number,
    lanes: number,
    real: boolean,
  ): number;
  addPaired(target: number, source: number, size: number, x: number, z: number, lanes: number): void;
  scale(array: number, size: number, fixed: number, controls: number, lanes: number): void;
}
