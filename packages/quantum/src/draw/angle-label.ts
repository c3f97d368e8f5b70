import { type Angle, constantOf, termsOf } from "../circuit/angle.ts";

const greek: Readonly<Record<string, string>> = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  theta: "θ",
  phi: "φ",
  lambda: "λ",
};
const digits = "₀₁₂₃₄₅₆₇₈₉";

/** `γ₀` for gamma_0; other names as they are. */
export function parameterLabel(name: string): string {
  const match = /^([a-z]+)(?:_(\d+))?$/.exec(name);
  const letter = match && greek[match[1]!];
  if (!letter) return name;
  return letter + [...(match[2] ?? "")].map((digit) => digits[Number(digit)]).join("");
}

function short(value: number): string {
  for (const denominator of [1, 2, 3, 4, 8]) {
    const numerator = (value * denominator) / Math.PI;
    if (Math.abs(numerator - Math.round(numerator)) > 1e-9 || Math.round(numerator) === 0) continue;
    const times = Math.round(numerator) === 1 ? "" : String(Math.round(numerator));
    return denominator === 1 ? `${times}π` : `${times}π/${denominator}`;
  }
  return String(Number(value.toPrecision(3)));
}

/** Short enough for a box: three digits, multiples of π by name. Not for reading back. */
export function angleLabel(angle: Angle): string {
  const constant = constantOf(angle);
  const texts = termsOf(angle).map(({ parameter, coefficient }) => {
    const size = Math.abs(coefficient);
    const times = size === 1 ? "" : short(size);
    return { negative: coefficient < 0, text: times + parameterLabel(parameter) };
  });
  if (constant !== 0 || texts.length === 0)
    texts.unshift({ negative: constant < 0, text: short(Math.abs(constant)) });
  return texts.map(({ negative, text }, k) => `${negative ? "−" : k > 0 ? "+" : ""}${text}`).join("");
}
