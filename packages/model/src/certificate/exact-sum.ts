/** A number m · 2^e, which every finite double is. */
interface Dyadic {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const zero: Dyadic = { mantissa: 0n, exponent: 0 };
const bytes = new DataView(new ArrayBuffer(8));
const exactLimit = Number.MAX_SAFE_INTEGER;

function dyadicOf(value: number): Dyadic {
  if (Number.isInteger(value)) return { mantissa: BigInt(value), exponent: 0 };
  bytes.setFloat64(0, value);
  const bits = bytes.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(field, 1) - 1075 };
}

function plus(a: Dyadic, b: Dyadic): Dyadic {
  const exponent = Math.min(a.exponent, b.exponent);
  const at = ({ mantissa, exponent: own }: Dyadic): bigint => mantissa << BigInt(own - exponent);
  return { mantissa: at(a) + at(b), exponent };
}

/** A double has 53 digits: so many are kept, and none of the rest can change more than its last one. */
const keptDigits = 64;

/** The double nearest to m · 2^e, or off by its last digit; 0 only for 0. */
function numberOf({ mantissa, exponent }: Dyadic): number {
  if (mantissa === 0n) return 0;
  const size = mantissa < 0n ? -mantissa : mantissa;
  const surplus = Math.max(0, size.toString(2).length - keptDigits);
  const power = exponent + surplus;
  // In two steps, since 2^power alone may be below the smallest double where the product is not.
  const half = Math.trunc(power / 2);
  const value = Number(size >> BigInt(surplus)) * 2 ** half * 2 ** (power - half);
  return (mantissa < 0n ? -1 : 1) * Math.max(value, Number.MIN_VALUE);
}

/**
 * A sum of products of doubles without any rounding: in doubles as long as all numbers are whole and below 2^53, else in
 * whole numbers of any length times a power of two.
 */
export class ExactSum {
  /** The sum while it is exact in doubles. */
  private whole = 0;
  private rest: Dyadic = zero;

  /** Adds the product of the factors; finite ones only. */
  add(...factors: readonly number[]): this {
    let product = 1;
    let isExact = true;
    for (const factor of factors) {
      product *= factor;
      isExact &&= Number.isInteger(factor) && Math.abs(product) <= exactLimit;
    }
    if (isExact && Math.abs(this.whole + product) <= exactLimit) this.whole += product;
    else this.rest = plus(this.rest, productOf(factors));
    return this;
  }

  /** The exact difference to a number as a double: 0 only when they are equal. */
  minus(value: number): number {
    if (!Number.isFinite(value)) return -value;
    return numberOf(plus(plus(this.rest, dyadicOf(this.whole)), dyadicOf(-value)));
  }

  /** The nearest double, or off by its last digit. */
  get value(): number {
    return this.minus(0);
  }
}

const productOf = (factors: readonly number[]): Dyadic =>
  factors.map(dyadicOf).reduce((a, b) => ({
    mantissa: a.mantissa * b.mantissa,
    exponent: a.exponent + b.exponent,
  }));
