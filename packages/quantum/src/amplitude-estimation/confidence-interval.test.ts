import { describe, expect, it } from "vitest";
import { classicalSamples, confidenceInterval } from "./confidence-interval.ts";
import { incompleteBeta } from "./incomplete-beta.ts";

/** P(X ≥ k) for n trials of probability p, term by term. */
function upperTail(k: number, n: number, p: number): number {
  let [sum, choose] = [0, 1];
  for (let j = 0; j <= n; j++) {
    if (j >= k) sum += choose * p ** j * (1 - p) ** (n - j);
    choose *= (n - j) / (j + 1);
  }
  return sum;
}

describe("the incomplete beta function", () => {
  it("is the upper tail of the binomial distribution to 1e-12", () => {
    for (const n of [1, 2, 10, 40])
      for (let k = 1; k <= n; k += Math.ceil(n / 7))
        for (const p of [0.001, 0.2, 0.5, 0.77, 0.999])
          expect(Math.abs(incompleteBeta(p, k, n - k + 1) - upperTail(k, n, p))).toBeLessThan(1e-12);
  });

  it("has its symmetry and its ends", () => {
    expect(incompleteBeta(0, 2, 3)).toBe(0);
    expect(incompleteBeta(1, 2, 3)).toBe(1);
    // Thousands of samples, where ln Γ is large: 1e-9.
    expect(Math.abs(incompleteBeta(0.5, 5000, 5000) - 0.5)).toBeLessThan(1e-9);
  });
});

describe("confidence intervals", () => {
  it("of Clopper and Pearson are the tabled ones", () => {
    // 10 of 100 at 95 %: 0.0490 to 0.1762. None of 30: 0 to 1 - 0.025^(1/30). All of 30: the mirror.
    const [lower, upper] = confidenceInterval("clopper-pearson", 10, 100, 0.05);
    expect([lower.toFixed(4), upper.toFixed(4)]).toEqual(["0.0490", "0.1762"]);
    const none = confidenceInterval("clopper-pearson", 0, 30, 0.05);
    expect(none[0]).toBe(0);
    expect(Math.abs(none[1] - (1 - 0.025 ** (1 / 30)))).toBeLessThan(1e-12);
    const all = confidenceInterval("clopper-pearson", 30, 30, 0.05);
    expect(Math.abs(all[0] - 0.025 ** (1 / 30))).toBeLessThan(1e-12);
    expect(all[1]).toBe(1);
  });

  it.each(["clopper-pearson", "chernoff-hoeffding"] as const)(
    "of %s miss with at most alpha, exactly",
    (method) => {
      const [n, alpha] = [25, 0.1];
      for (const p of [0.02, 0.1, 0.37, 0.5, 0.81, 0.97]) {
        let missed = 0;
        for (let k = 0; k <= n; k++) {
          const [lower, upper] = confidenceInterval(method, k, n, alpha);
          if (p < lower || p > upper) missed += upperTail(k, n, p) - upperTail(k + 1, n, p);
        }
        expect(missed).toBeLessThanOrEqual(alpha);
      }
    },
  );

  it("take as many classical samples as their formulas say", () => {
    const epsilon = 0.004;
    const hoeffding = classicalSamples("chernoff-hoeffding", 0.3, epsilon, 0.05);
    expect(hoeffding).toBe(Math.ceil(Math.log(40) / (2 * epsilon ** 2)));
    // Within 2 % of the normal approximation, which leaves out the steps of the binomial.
    const exact = classicalSamples("clopper-pearson", 0.3, epsilon, 0.05);
    expect(Math.abs(exact / ((1.959964 ** 2 * 0.21) / epsilon ** 2) - 1)).toBeLessThan(0.02);
    // Beyond what is searched: a tenth of the width, a hundred times the samples, to 1 %.
    const fine = classicalSamples("clopper-pearson", 0.3, epsilon / 10, 0.05);
    expect(Math.abs(fine / (100 * exact) - 1)).toBeLessThan(0.01);
  });
});
