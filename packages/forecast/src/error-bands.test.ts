import { createRandom } from "@qtwin/core";
import { expect, test } from "vitest";
import { createBandLearner } from "./error-bands.ts";

/** Share of errors inside the band that was given before each of them became known. */
function coverageOf(errors: readonly number[], from: number): number {
  const learner = createBandLearner();
  let inside = 0;
  errors.forEach((error, i) => {
    const band = learner.band("load");
    if (i >= from && band && band.low <= error && error <= band.high) inside += 1;
    learner.learn("load", error);
  });
  return inside / (errors.length - from);
}

/** Heavy tails, on one side only. */
const skewed = (seed: number, count: number, scale = (_: number): number => 1): number[] => {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => scale(i) * (Math.exp(1.2 * random.normal()) - 1));
};

test("four fifths of what comes lie inside, whatever the errors look like", () => {
  // Three standard errors of 4,000 draws are 1.9 %.
  expect(Math.abs(coverageOf(skewed(1, 5000), 1000) - 0.8)).toBeLessThan(0.02);
});

test("coverage comes back after errors have become five times as large", () => {
  const errors = skewed(2, 9000, (i) => (i < 4500 ? 1 : 5));
  expect(Math.abs(coverageOf(errors, 500) - 0.8)).toBeLessThan(0.02);
});

test("coverage comes back after all errors have moved to one side", () => {
  const errors = skewed(3, 6000).map((error, i) => (i < 2000 ? error : error + 8));
  expect(Math.abs(coverageOf(errors, 500) - 0.8)).toBeLessThan(0.02);
});

test("few errors give no band, and the first band is that of split conformal prediction", () => {
  const learner = createBandLearner();
  for (let error = 1; error <= 9; error++) learner.learn("metal", error);
  expect(learner.band("metal")).toBeNull();
  learner.learn("metal", 10);
  // Positions 0.1 × 11 and 0.9 × 11 among 10.
  expect(learner.band("metal")!.low).toBeCloseTo(1.1, 12);
  expect(learner.band("metal")!.high).toBeCloseTo(9.9, 12);
  expect(learner.band("load")).toBeNull();
});

test("misses of the band that was given widen the next one, also when the present one would have held them", () => {
  const [given, present] = [createBandLearner(), createBandLearner()];
  for (let i = 0; i < 300; i++) {
    given.learn("load", i % 100, 1, { low: 40, high: 60 });
    present.learn("load", i % 100);
  }
  const width = ({ low, high }: { low: number; high: number }): number => high - low;
  expect(width(given.band("load")!)).toBeGreaterThan(width(present.band("load")!));
});

test("of errors with a small weight only some are kept, and what was learnt goes on from JSON", () => {
  const learner = createBandLearner();
  for (let i = 0; i < 1000; i++) learner.learn("load", Math.sin(i), 0.1);
  const { errors } = learner.learnt().load!;
  expect(errors.length).toBeGreaterThan(95);
  expect(errors.length).toBeLessThan(115);
  const copy = createBandLearner(JSON.parse(JSON.stringify(learner.learnt())));
  for (const each of [learner, copy]) each.learn("load", 3, 0.7);
  expect(copy.learnt()).toEqual(learner.learnt());
  expect(copy.band("load")).toEqual(learner.band("load"));
});

test("the oldest errors are forgotten", () => {
  const learner = createBandLearner();
  for (let i = 0; i < 5000; i++) learner.learn("load", i);
  expect(learner.learnt().load!.errors).toEqual(Array.from({ length: 800 }, (_, i) => 4200 + i));
});
