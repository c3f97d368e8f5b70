import { createRandom } from "@qtwin/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { energyOf } from "../cost/energy-of.ts";
import { isingOfQuadratic } from "../cost/ising-of-quadratic.ts";
import { anyQuadratic } from "../testing/arbitrary-quadratic.ts";
import { runControl } from "./control.ts";
import { descend } from "./descend.ts";
import { exchangesOf } from "./exchanges.ts";
import { energyOfSpins, spinRows } from "./spin-rows.ts";
import { bitsOfSpins, randomOneHotSpins, randomSpins, spinsOfBits } from "./spins.ts";

const decimals = fc.double({ min: -1, max: 1, noNaN: true });
const costs = fc.oneof(
  anyQuadratic({ maxVariables: 9 }),
  anyQuadratic({ maxVariables: 9, weight: decimals }),
);

const pairsThatDiffer = (spins: Int8Array): number[][] =>
  [...spins.keys()].flatMap((i) =>
    [...spins.keys()].slice(i + 1).flatMap((j) => (spins[i] === spins[j] ? [] : [[i, j]])),
  );

describe("steepest descent", () => {
  it("ends where no single flip lowers the energy, never above its start", () => {
    fc.assert(
      fc.property(costs, fc.nat(), (cost, seed) => {
        const rows = spinRows(isingOfQuadratic(cost));
        const spins = randomSpins(rows.count, createRandom(seed));
        const before = energyOfSpins(rows, spins);
        descend(rows, spins);
        const energy = energyOfSpins(rows, spins);
        // At most 9 + 27 weights of size 9: rounding stays under 1e-11.
        expect(energy).toBeLessThanOrEqual(before + 1e-11);
        for (let i = 0; i < spins.length; i++) {
          const flipped = spins.map((spin, j) => (i === j ? -spin : spin));
          expect(energyOfSpins(rows, flipped)).toBeGreaterThanOrEqual(energy - 1e-11);
        }
      }),
    );
  });

  it("with exchanges ends where no flip and no exchange lowers the energy,", () => {
    fc.assert(
      fc.property(costs, fc.nat(), (cost, seed) => {
        const rows = spinRows(isingOfQuadratic(cost));
        const groups = [Array.from({ length: rows.count }, (_, i) => i)].filter(({ length }) => length > 0);
        const spins = randomOneHotSpins(rows.count, groups, createRandom(seed));
        expect(spins.filter((spin) => spin < 0)).toHaveLength(groups.length);
        const exchanges = exchangesOf(rows, groups);
        descend(rows, spins, exchanges);
        const energy = energyOfSpins(rows, spins);
        for (const flipped of [...rows.field.keys()].map((i) => [i]).concat(pairsThatDiffer(spins))) {
          const moved = spins.map((spin, i) => (flipped.includes(i) ? -spin : spin));
          // At most 9 + 27 weights of size 9: rounding stays under 1e-11.
          expect(energyOfSpins(rows, moved)).toBeGreaterThanOrEqual(energy - 1e-11);
        }
      }),
    );
  });

  it("comes by an exchange where two flips would first cost more", () => {
    // One of three.
    const couplings = [
      [0, 1, 20],
      [0, 2, 20],
      [1, 2, 20],
    ] as const;
    const cost = { kind: "quadratic", offset: 10, linear: [-9, -10, -8], couplings } as const;
    const rows = spinRows(isingOfQuadratic(cost));
    const [stuck, moved] = [spinsOfBits([0, 0, 1]), spinsOfBits([0, 0, 1])];
    expect(descend(rows, stuck)).toBe(0);
    expect(descend(rows, moved, exchangesOf(rows, [[0, 1, 2]]))).toBe(2);
    expect([...bitsOfSpins(moved)]).toEqual([0, 1, 0]);
  });

  it("takes the flip that gains most first", () => {
    const rows = spinRows(
      isingOfQuadratic({ kind: "quadratic", offset: 0, linear: [-1, -3], couplings: [[0, 1, 5]] }),
    );
    const spins = Int8Array.of(1, 1);
    expect(descend(rows, spins)).toBe(1);
    expect([...bitsOfSpins(spins)]).toEqual([0, 1]);
  });

  it("leaves what is empty or flat as it is", () => {
    expect(
      descend(
        spinRows(isingOfQuadratic({ kind: "quadratic", offset: 1, linear: [], couplings: [] })),
        new Int8Array(),
      ),
    ).toBe(0);
    const flat = Int8Array.of(1, -1);
    expect(
      descend(
        spinRows(isingOfQuadratic({ kind: "quadratic", offset: 1, linear: [0, 0], couplings: [] })),
        flat,
      ),
    ).toBe(0);
    expect([...flat]).toEqual([1, -1]);
  });
});

it("spins and bits are each other's x = (1 - s)/2", () => {
  expect([...bitsOfSpins([1, -1, -1])]).toEqual([0, 1, 1]);
  expect([...spinsOfBits([0, 1, 1])]).toEqual([1, -1, -1]);
});

describe("the control", () => {
  const cost = {
    kind: "quadratic",
    offset: 0,
    linear: Array.from({ length: 40 }, (_, i) => (i % 3) - 1),
    couplings: Array.from({ length: 40 }, (_, i) => [i, (7 * i + 3) % 40, (i % 5) - 2] as const),
  } as const;
  const rows = spinRows(isingOfQuadratic(cost));
  const control = (budget: { starts: number; searches: number; goOn?: () => boolean }) =>
    runControl({ cost, rows, energy: -3, budget }, { seed: 5 });

  it("gets the searches of its budget, and says what as many starts as the run's gave", () => {
    const once = control({ starts: 1, searches: 1 });
    const more = control({ starts: 1, searches: 60 });
    expect(once.searches).toBe(1);
    expect(more.searches).toBe(60);
    expect(more.energyOfSameStarts).toBe(once.best.energy);
    expect(more.best.energy).toBeLessThan(once.best.energy);
    expect(more.best.energy).toBe(energyOf(cost, more.best.bits));
    expect(more.difference).toBe(more.best.energy + 3);
  });

  it("goes on while the caller's clock says so, and stops with the signal", () => {
    let asked = 0;
    expect(control({ starts: 1, searches: 2, goOn: () => ++asked < 5 }).searches).toBe(6);
    const stopped = runControl(
      { cost, rows, energy: 0, budget: { starts: 9, searches: 9 } },
      { seed: 1, signal: { aborted: true } },
    );
    expect(stopped).toMatchObject({ searches: 1, energyOfSameStarts: null, difference: null });
  });

  it("compares where the signal came after the last search", () => {
    const spent = runControl(
      { cost, rows, energy: 0, budget: { starts: 1, searches: 1 } },
      { seed: 1, signal: { aborted: true } },
    );
    expect(spent.energyOfSameStarts).toBe(spent.best.energy);
    expect(spent.difference).toBe(spent.best.energy);
  });

  it("is the same for the same seed", () => {
    expect(control({ starts: 3, searches: 9 })).toEqual(control({ starts: 3, searches: 9 }));
  });
});
