import { expect, test } from "vitest";
import { countsOf, coverageText } from "./band-coverage.ts";

test("counts of several days add up by series, and other figures are left out", () => {
  const counts = countsOf([
    { id: "bandSteps.importKw", value: 96 },
    { id: "bandInside.importKw", value: 80 },
    { id: "bandInside.importKw", value: 72 },
    { id: "bandSteps.importKw", value: 96 },
    { id: "bandSteps.metalT", value: 40 },
    { id: "importKwh", value: 47_000 },
    { id: "writes.f1", value: 3 },
  ]);
  expect([...counts]).toEqual([
    ["importKw", { steps: 192, inside: 152 }],
    ["metalT", { steps: 40, inside: 0 }],
  ]);
});

test("a band says what it should hold and what it held, or that nobody knows yet", () => {
  expect(coverageText({ steps: 2431, inside: 1920 })).toBe(
    "band: nominal 80 %, achieved 79 % (30 days, n = 2,431)",
  );
  expect(coverageText(undefined)).toBe("band: nominal 80 %, not yet measured");
  expect(coverageText({ steps: 0, inside: 0 })).toBe("band: nominal 80 %, not yet measured");
});
