import { expect, test } from "vitest";
import { parseCatalogue } from "./catalogue.ts";
import type { PointSpec } from "./point.ts";
import { pointSpec } from "./testing/samples.ts";

const failure = (points: readonly unknown[], more: Record<string, unknown> = {}) => {
  try {
    parseCatalogue({ points, ...more }, "points.json");
  } catch (thrown) {
    return thrown as { code: string; where: string; message: string; fix: string };
  }
  throw new Error("the catalogue was taken");
};

test("TW6 a good catalogue is taken as it is", () => {
  const point = pointSpec();
  expect(parseCatalogue({ points: [point] })).toEqual({ points: [point], writePoints: [], balances: [] });
});

test("TW6 an unknown unit names its place and the units there are", () => {
  const found = failure([pointSpec(), { ...pointSpec({ id: "air.p" }), unit: "furlong" }]);
  expect(found).toMatchObject({ code: "QT_TWIN_UNKNOWN_UNIT", where: "points.json: points[1].unit" });
  expect(found.message).toContain("'furlong'");
  expect(found.fix).toContain("m³/min");
});

test("TW6 a duplicate id names both places", () => {
  const found = failure([pointSpec(), pointSpec()]);
  expect(found).toMatchObject({ code: "QT_TWIN_DUPLICATE_POINT", where: "points.json: points[1].id" });
  expect(found.message).toContain("points[0].id");
});

test.each<[string, Partial<Record<keyof PointSpec, unknown>>, string]>([
  ["a range the wrong way round", { range: { min: 5, max: 1 } }, "points[0].range"],
  ["a misspelt field", { periodMs: 5 } as never, "points[0]"],
  ["a period of nothing", { periodS: 0 }, "points[0].periodS"],
  ["a mode point that is not there", { modePoint: "air.nope" }, "points[0].modePoint"],
  ["a counter that is no number", { kind: "counter", type: "text" }, "points[0].type"],
  ["an id with spaces", { id: "air flow" }, "points[0].id"],
])("TW6 refuses %s", (_title, change, where) => {
  const found = failure([{ ...pointSpec(), ...change }]);
  expect(found.where).toBe(`points.json: ${where}`);
  expect(found.fix).not.toBe("");
});

test("TW6 a balance of points that are not there is refused", () => {
  const balance = { id: "e", title: "Energy", sources: ["air.flow"], uses: ["air.nope"] };
  expect(failure([pointSpec()], { balances: [balance] })).toMatchObject({
    code: "QT_TWIN_UNKNOWN_POINT",
    where: "points.json: balances[0].uses[0]",
  });
});
