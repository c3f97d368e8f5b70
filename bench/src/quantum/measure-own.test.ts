import { expect, it } from "vitest";
import { costOfCase, type QuantumCase } from "./cases.ts";
import { measureEnumeration, measureGradient, measureLayers, measureMemory } from "./measure-own.ts";
import { runOwn } from "./own.ts";

const tiny: QuantumCase = { n: 6, graph: "3-regular", threads: 1, precision: "f64" };

it("a layer, a pass and the energy after all layers", async () => {
  const { layerMs, passMs, heldQubits, peakShare, energy } = await measureLayers({ ...tiny, n: 12 }, 20);
  for (const measured of [layerMs, passMs, peakShare]) expect(measured).toBeGreaterThan(0);
  // Half the state: a cut costs the same from both sides.
  expect(heldQubits).toBe(11);
  // Minus the mean cut of a graph of 18 edges.
  expect(energy).toBeLessThan(0);
  expect(energy).toBeGreaterThan(-18);
});

it("f32 and f64 run the same circuit", async () => {
  const double = await measureLayers({ ...tiny, graph: "dense" }, 1);
  const single = await measureLayers({ ...tiny, graph: "dense", precision: "f32" }, 1);
  expect(single.energy).toBeCloseTo(double.energy!, 5);
  expect(single.energy).not.toBe(double.energy);
});

it("an evaluation and all gradients", async () => {
  const { evaluationMs, gradientMs } = await measureGradient(tiny, 2);
  expect(evaluationMs).toBeGreaterThan(0);
  expect(gradientMs).toBeGreaterThan(0);
});

it("the enumerated minimum is that of all assignments", async () => {
  const { minimum, seconds } = await measureEnumeration(8);
  const { offset, linear, couplings } = costOfCase({ n: 8, graph: "dense" });
  let least = Infinity;
  for (let x = 0; x < 256; x++) {
    const bit = (i: number): number => (x >> i) & 1;
    let cost = offset;
    for (let i = 0; i < 8; i++) cost += linear[i]! * bit(i);
    for (const [i, j, weight] of couplings) cost += weight * bit(i) * bit(j);
    least = Math.min(least, cost);
  }
  expect(minimum).toBeCloseTo(least, 12);
  expect(seconds).toBeGreaterThan(0);
});

it("the process's memory and a state that is whole, measured in a process of its own", async () => {
  const { peakBytes, norm } = await runOwn("memory", tiny);
  expect(norm).toBeCloseTo(1, 12);
  expect(peakBytes).toBeGreaterThan(2 ** 20);
  expect((await measureMemory(tiny)).n).toBe(6);
});
