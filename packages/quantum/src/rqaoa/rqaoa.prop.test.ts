import fc from "fast-check";
import { expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { quadraticOfIsing } from "../cost/quadratic-of-ising.ts";
import { energyOfSpins, spinRows } from "../local-search/spin-rows.ts";
import { spinsOfBits } from "../local-search/spins.ts";
import { mixedMeans, type PhasedMeans } from "../qaoa/closed-form.ts";
import { anyQuadratic, everyAssignment } from "../testing/arbitrary-quadratic.ts";
import { bestBeta, energyOfBeta } from "./best-beta.ts";
import { ReducedModel, type Substitution, undoSubstitutions } from "./reduced-model.ts";

const choice = fc.record({ spin: fc.nat(), other: fc.option(fc.nat()), up: fc.boolean() });

/** Takes spins out of the model, one for each choice that leaves one. */
function substituteAll(
  model: ReducedModel,
  choices: readonly (typeof choice extends fc.Arbitrary<infer T> ? T : never)[],
) {
  const trail: Substitution[] = [];
  for (const { spin, other, up } of choices) {
    if (model.size < 2) break;
    const chosen = model.spins[spin % model.size]!;
    const rest = model.spins.filter((each) => each !== chosen);
    const step = {
      spin: chosen,
      other: other === null ? null : rest[other % rest.length]!,
      sign: up ? 1 : -1,
    } as const;
    model.substitute(step);
    trail.push(step);
  }
  return trail;
}

it("a reduced model has at every assignment the energy that the whole one has at what it stands for", () => {
  fc.assert(
    fc.property(
      anyQuadratic({ minVariables: 2, maxVariables: 8 }),
      fc.array(choice, { maxLength: 7 }),
      (cost, choices) => {
        const ising = isingOfQuadratic(cost);
        const model = new ReducedModel(ising);
        const trail = substituteAll(model, choices);
        const [reduced, whole] = [spinRows(model.ising()), spinRows(ising)];
        expect(reduced.count + trail.length).toBe(ising.count);
        for (const bits of everyAssignment(reduced.count)) {
          const rest = spinsOfBits(bits);
          const spins = new Int8Array(ising.count);
          model.spins.forEach((spin, k) => {
            spins[spin] = rest[k]!;
          });
          // Quarters of whole weights: exact.
          expect(energyOfSpins(whole, undoSubstitutions(spins, trail))).toBe(energyOfSpins(reduced, rest));
        }
      },
    ),
  );
});

it("a model becomes binary and back with the same energies", () => {
  fc.assert(
    fc.property(anyQuadratic({ maxVariables: 5 }), (cost) => {
      const back = quadraticOfIsing(isingOfQuadratic(cost));
      for (const bits of everyAssignment(cost.linear.length))
        expect(energyOf(back, bits)).toBe(energyOf(cost, bits));
    }),
  );
});

it("the best beta is where the mean energy of one layer is least, on a grid finer than its own", () => {
  const mean = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(mean, { minLength: 7, maxLength: 7 }), ([y0, y1, cross, yy, h0, h1, coupling]) => {
      const ising = {
        count: 2,
        offset: 0.5,
        field: [h0!, h1!],
        start: [0, 1, 1],
        column: [1],
        coupling: [coupling!],
      };
      const means: PhasedMeans = {
        y: Float64Array.of(y0!, y1!),
        i: Uint32Array.of(0),
        j: Uint32Array.of(1),
        coupling: Float64Array.of(coupling!),
        cross: Float64Array.of(2 * cross!),
        yy: Float64Array.of(yy!),
      };
      const { beta, energy } = bestBeta(energyOfBeta(ising, means));
      // Both sum the same few terms of size 1 in another order.
      expect(energy).toBeCloseTo(mixedMeans(ising, means, beta).expectation, 12);
      for (let k = 0; k < 500; k++)
        expect(mixedMeans(ising, means, (k * Math.PI) / 500).expectation).toBeGreaterThan(energy - 1e-9);
    }),
    { numRuns: 50 },
  );
});
