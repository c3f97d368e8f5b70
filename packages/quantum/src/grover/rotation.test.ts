import { describe, expect, it } from "vitest";
import { uniformStart } from "../ansatz/start-states.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { runUnitary } from "../simulate/run-unitary.ts";
import { amplify } from "./amplify.ts";
import { bestRotations, goodProbability, meanGoodProbability } from "./rotation.ts";

// Circuits of up to a few hundred gates in f64.
const tolerance = 1e-10;

describe("amplitude amplification", () => {
  const prepare = new CircuitBuilder(4)
    .gate("ry", [0], 0.7)
    .gate("h", [1])
    .gate("crx", [1, 2], 1.1)
    .gate("u", [3], 0.5, 0.3, -0.8)
    .gate("cz", [0, 3])
    .build();

  it.each([[[0]], [[1, 2]], [[0, 1, 3]]])("turns in the plane as sin²((2k + 1)θ), good %j", (good) => {
    const isGood = (index: number): boolean => good.every((qubit) => (index >> qubit) & 1);
    const probability = (rotations: number): number => {
      const { re, im } = runUnitary(amplify(prepare, good, rotations));
      return re.reduce((sum, r, index) => (isGood(index) ? sum + r * r + im[index]! ** 2 : sum), 0);
    };
    const initial = probability(0);
    for (let rotations = 1; rotations <= 6; rotations++)
      expect(Math.abs(probability(rotations) - goodProbability(initial, rotations))).toBeLessThan(tolerance);
  });

  it("finds one string of 32 with the probability known since Grover, 0.99918 after 4 rotations", () => {
    const { re } = runUnitary(amplify(uniformStart(5), [0, 1, 2, 3, 4], bestRotations(1 / 32)));
    expect(bestRotations(1 / 32)).toBe(4);
    expect(re[31]! ** 2).toBeCloseTo(0.99918, 5);
    // Signs included: good and other amplitudes stay positive on the way up.
    expect(re[31]).toBeGreaterThan(0);
  });

  it("has the mean over rotations drawn evenly", () => {
    for (const initial of [0, 0.01, 0.3, 0.5, 0.99, 1])
      for (const choices of [1, 2, 7]) {
        let sum = 0;
        for (let k = 0; k < choices; k++) sum += goodProbability(initial, k);
        expect(Math.abs(meanGoodProbability(initial, choices) - sum / choices)).toBeLessThan(tolerance);
      }
  });

  it("needs a qubit to mark", () => {
    expect(() => amplify(prepare, [], 1)).toThrow(
      expect.objectContaining({ code: "QT_QUANTUM_WRONG_ARITY" }),
    );
  });
});
