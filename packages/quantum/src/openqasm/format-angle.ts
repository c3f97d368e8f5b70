import { type Angle, constantOf, termsOf } from "../circuit/angle.ts";

const denominators = [1, 2, 3, 4, 6, 8, 16];

/** A multiple of pi only if that text gives the very same number back. */
function multipleOfPi(value: number): string | undefined {
  for (const denominator of denominators) {
    const numerator = Math.round((value * denominator) / Math.PI);
    if (numerator < 1 || numerator > 16 || (numerator * Math.PI) / denominator !== value) continue;
    const top = numerator === 1 ? "pi" : `${numerator}*pi`;
    return denominator === 1 ? top : `${top}/${denominator}`;
  }
  return undefined;
}

function formatMagnitude(value: number): string {
  return multipleOfPi(value) ?? String(value);
}

/** An expression that `evaluate` turns into exactly this angle. */
export function formatAngle(angle: Angle): string {
  const constant = constantOf(angle);
  const signed: { readonly negative: boolean; readonly text: string }[] = termsOf(angle).map(
    ({ parameter, coefficient }) => {
      const size = Math.abs(coefficient);
      return {
        negative: coefficient < 0,
        text: size === 1 ? parameter : `${formatMagnitude(size)}*${parameter}`,
      };
    },
  );
  if (constant !== 0 || signed.length === 0)
    signed.unshift({ negative: constant < 0, text: formatMagnitude(Math.abs(constant)) });
  return signed
    .map(({ negative, text }, index) =>
      index === 0 ? `${negative ? "-" : ""}${text}` : `${negative ? " - " : " + "}${text}`,
    )
    .join("");
}
