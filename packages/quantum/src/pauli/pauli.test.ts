import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectation } from "../simulate/expectation.ts";
import { zeroState } from "../simulate/statevector.ts";
import { densePauli, multiply } from "../testing/dense.ts";
import { couplingsOf, type IsingModel, pauliSumOfIsing } from "./ising.ts";
import { commute, mutuallyCommuting, pauliSum } from "./pauli-sum.ts";
import { formatPauliSum, parsePauliSum, pauliLetters } from "./pauli-text.ts";

const mask = fc.nat({ max: 7 });
const term = fc.record({ x: mask, z: mask, coefficient: fc.double({ min: -9, max: 9, noNaN: true }) });

describe("Pauli sums", () => {
  it("are written with qubit 0 on the right", () => {
    const sum = pauliSum(3, [
      { x: 0, z: 0b110, coefficient: 0.5 },
      { x: 0b001, z: 0, coefficient: -1 },
      { x: 0b010, z: 0b010, coefficient: 1e-7 },
    ]);
    expect(formatPauliSum(sum)).toBe("0.5 ZZI\n-1 IIX\n1e-7 IYI");
  });

  it("are read back as written", () => {
    fc.assert(
      fc.property(fc.array(term, { minLength: 1 }), (terms) => {
        const sum = pauliSum(3, terms);
        fc.pre(sum.coefficient.length > 0);
        expect(parsePauliSum(formatPauliSum(sum))).toEqual(sum);
      }),
    );
  });

  it("add equal strings and drop what cancels", () => {
    expect(formatPauliSum(parsePauliSum("1 XI\n2 ZZ\n\n-1 XI\n0.5 ZZ"))).toBe("2.5 ZZ");
  });

  it.each([
    ["1 XQ", "1"],
    ["1 XX\nX", "2"],
    ["1 XX\n1 X", "2"],
  ])("refuse %j", (text, where) => {
    expect(() => parsePauliSum(text)).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_BAD_PAULI", where }),
    );
  });

  it("refuse masks and sizes out of range", () => {
    const bad = () => pauliSum(2, [{ x: 4, z: 0, coefficient: 1 }]);
    expect(bad).toThrow(expect.objectContaining({ code: "QT_QUANTUM_BAD_PAULI" }));
    expect(() => pauliSum(31, [])).toThrow(expect.objectContaining({ code: "QT_QUANTUM_BAD_SIZE" }));
  });

  it("commute where their matrices do", () => {
    fc.assert(
      fc.property(term, term, (p, q) => {
        const [a, b] = [p, q].map(({ x, z }) => densePauli(pauliLetters(3, x, z))) as [never, never];
        const [ab, ba] = [multiply(a, b), multiply(b, a)];
        const same = ab.re.every((re, i) => re === ba.re[i]! && ab.im[i] === ba.im[i]!);
        expect(commute(p, q)).toBe(same);
      }),
    );
    expect(mutuallyCommuting(parsePauliSum("1 XX\n1 ZZ\n1 YY"))).toBe(true);
    expect(mutuallyCommuting(parsePauliSum("1 XX\n1 ZI"))).toBe(false);
  });
});

describe("Ising models", () => {
  const ising: IsingModel = {
    count: 3,
    offset: 0.25,
    field: [1, 0, -2],
    start: [0, 2, 3, 3],
    column: [1, 2, 2],
    coupling: [0.5, 0, -1.5],
  };

  it("become sums of Z, spin i on qubit i", () => {
    expect(formatPauliSum(pauliSumOfIsing(ising))).toBe("0.25 III\n1 IIZ\n-2 ZII\n0.5 IZZ\n-1.5 ZZI");
  });

  it("have the energy of the basis state x = (1 - s)/2 as its expectation", () => {
    const sum = pauliSumOfIsing(ising);
    for (let index = 0; index < 8; index++) {
      const s = [0, 1, 2].map((qubit) => 1 - 2 * ((index >> qubit) & 1)) as [number, number, number];
      const state = zeroState(3);
      state.re[0] = 0;
      state.re[index] = 1;
      const energy = 0.25 + s[0] - 2 * s[2] + 0.5 * s[0] * s[1] - 1.5 * s[1] * s[2];
      // Sums of a few halves: exact.
      expect(expectation(state, sum)).toBe(energy);
    }
  });

  it.each([
    [{ ...ising, field: [1] }, "ising"],
    [{ ...ising, column: [1, 2, 1] }, "column[2]"],
    [{ ...ising, column: [1, 3, 2] }, "column[1]"],
  ])("are refused where rows name no other spin (%#)", (bad, where) => {
    expect(() => couplingsOf(bad)).toThrow(expect.objectContaining({ code: "QT_QUANTUM_BAD_ISING", where }));
  });
});
