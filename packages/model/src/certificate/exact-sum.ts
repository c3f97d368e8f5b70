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

/** The double nearest to m · 2^e, or off by its last digit. */
function numberOf({ mantissa, exponent }: Dyadic): number {
  if (exponent >= 0) return Number(mantissa << BigInt(exponent));
  const size = mantissa < 0n ? -mantissa : mantissa;
  // Digits far below the double's own are dropped, so that neither part overflows.
  const surplus = Math.max(0, size.toString(2).length - 1000);
  return Number(mantissa >> BigInt(surplus)) * 2 ** (exponent + surplus);
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
