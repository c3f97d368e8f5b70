// Writes the two loops over rows that mirror each other: row `a` upwards, row `b` downwards, lanes reversed. A row is
// 256 bytes, and the sign of each step is the parity of its place.

const steps = Array.from({ length: 16 }, (_, step) => step);
const isOdd = (step: number): boolean => step.toString(2).replaceAll("0", "").length % 2 === 1;

function mixStep(step: number): string {
  const [down, up] = isOdd(step) ? ["multiplyAdd", "multiplySubtract"] : ["multiplySubtract", "multiplyAdd"];
  return `  const x${step} = v128.load(a, ${16 * step});
  const y${step} = reverseLanes(v128.load(b, ${240 - 16 * step}));
  v128.store(toA, ${down}(signs, y${step}, x${step}), ${16 * step});
  v128.store(toB, reverseLanes(${up}(signs, x${step}, y${step})), ${240 - 16 * step});`;
}

function overlapStep(step: number): string {
  const [down, up] = isOdd(step) ? ["multiplyAdd", "multiplySubtract"] : ["multiplySubtract", "multiplyAdd"];
  const load = (row: string, at: number): string => `v128.load(${row}, ${at})`;
  return `  sum = ${down}(${load("a + toAdjoint", 16 * step)}, reverseLanes(${load("b", 240 - 16 * step)}), sum);
  sum = ${up}(reverseLanes(${load("b + toAdjoint", 240 - 16 * step)}), ${load("a", 16 * step)}, sum);`;
}

export function mirrorSource(): string {
  return `/** a' = a - w b and b' = b + w a over two mirrored rows; w by the parity of the place in the row. */
export function mirrorRow(a: usize, b: usize, toA: usize, toB: usize, w: real): void {
  const signs = v128.mul<real>(v128.splat<real>(w), paritySigns());
${steps.map(mixStep).join("\n")}
}

/** Σ λ_b a - λ_a b over two mirrored rows, signed by the parity of the place. */
export function mirrorOverlapRow(a: usize, b: usize, toAdjoint: usize): f64 {
  let sum = v128.splat<real>(0);
${steps.map(overlapStep).join("\n")}
  return sumLanes(v128.mul<real>(sum, paritySigns()));
}`;
}
