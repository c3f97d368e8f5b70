/** The greatest common divisor of two whole numbers ≥ 0; that of 0 and a number is the number. */
export function greatestDivisor(a: number, b: number): number {
  let [larger, smaller] = [a, b];
  while (smaller !== 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
