import { expect, test } from "vitest";
import { modelError, sumUncertainty } from "./model-error.ts";

test("NMBE and CV(RMSE) of four steps, worked out by hand", () => {
  // Errors 10, -10, 20, 0: sum 20, squares 600.
  const error = modelError([100, 100, 100, 100, null, 7], [90, 110, 80, 100, 3, null])!;
  expect(error).toMatchObject({ count: 4, mean: 100, bias: 5, autocorrelation: 0 });
  expect(error.rmse).toBeCloseTo(Math.sqrt(200), 12);
  expect(error.nmbe).toBeCloseTo(20 / 300, 12);
  expect(error.cvRmse).toBeCloseTo(Math.sqrt(200) / 100, 12);
  // Scatter without the bias: sqrt(600 / 4 - 25); four steps more, each with its own share of an unknown bias.
  expect(sumUncertainty(error, 4)).toBeCloseTo(1.96 * Math.sqrt(125) * Math.sqrt(8), 9);
  expect(sumUncertainty(error, 0)).toBe(0);
});

test("errors that come in runs leave the sum less certain, and a gap ends a run", () => {
  const zero = new Array<number>(6).fill(0);
  const inRuns = modelError([1, 1, 1, -1, -1, -1], zero)!;
  // Of six squares of 1, four pairs agree and one does not: 3 / 6.
  expect(inRuns.autocorrelation).toBeCloseTo(0.5, 12);
  const alternating = modelError([1, -1, 1, -1, 1, -1], zero)!;
  expect(sumUncertainty(inRuns, 10) / sumUncertainty(alternating, 10)).toBeCloseTo(Math.sqrt(3), 9);
  expect(modelError([1, null, 1, null], [0, 0, 0, 0])!.autocorrelation).toBe(0);
});

test("relative errors of something near 0 are not given, and one step is no measure", () => {
  expect(modelError([100, -100, 1], [0, 0, 0])).toMatchObject({ nmbe: null, cvRmse: null });
  expect(modelError([1, null], [1, 1])).toBeNull();
  expect(() => modelError([1], [])).toThrowError(expect.objectContaining({ code: "QT_FORECAST_GRID" }));
});
