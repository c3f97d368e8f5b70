import { expect, test } from "vitest";
import { changeSite, impossibility, site } from "./site-change.ts";
import { candidates, influential, valueNamed } from "./values.ts";

const changed = (id: string, share: number) => changeSite(valueNamed(id), share);

test("one value of the plant changes, nothing else, and not in the plant as it is", () => {
  const { files, from, to, unit, prices } = changed("furnace.meltKwhPerT", 0.2);
  expect([from, to, unit]).toEqual([515, 618, "kWh"]);
  expect(files.plant.furnace.meltKwhPerT.value).toBe(618);
  expect(site.plant.furnace.meltKwhPerT.value).toBe(515);
  expect(prices).toEqual({ level: 1, spread: 1 });
  files.plant.furnace.meltKwhPerT.value = 515;
  expect(files).toEqual(site);
});

test("a value of the tariff changes with the one that stands for it under another contract", () => {
  const { files } = changed("grid.demandEurPerKwYear", -0.2);
  const { demandEurPerKwYear, demandEurPerKwMonth } = files.tariff.grid;
  expect([demandEurPerKwYear.value, demandEurPerKwMonth.value]).toEqual([96, 18]);
  expect(files.plant).toEqual(site.plant);
});

test("prices change in the market, not in a file", () => {
  const { files, prices, from, to } = changed("price.spread", -0.2);
  expect(files).toEqual(site);
  expect([prices, from, to]).toEqual([{ level: 1, spread: 0.8 }, 1, 0.8]);
});

test("the line pours for as long as before: heats go with the pour rate", () => {
  for (const [share, rate, heats] of [
    [0.2, 4.8, 18],
    [-0.2, 3.2, 12],
  ] as const) {
    const { production } = changed("production.pourRateTph", share).files.plant;
    expect([production.pourRateTph.value, production.heatsPerDay.value]).toEqual([rate, heats]);
  }
});

test.each(candidates.map(({ id }) => id))("%s names numbers that are there", (id) => {
  const { from, to } = changed(id, 0.2);
  expect(from).toBeGreaterThan(0);
  expect(to).toBeCloseTo(1.2 * from, 9);
});

test("the ten are candidates, each once", () => {
  expect(new Set(influential).size).toBe(10);
  expect(influential.map((id) => valueNamed(id).id)).toEqual(influential);
});

test("the plant as it is is possible, and so are its twenty changed ones", () => {
  expect(impossibility(site, "annual")).toBeNull();
  for (const id of influential)
    for (const share of [-0.2, 0.2])
      expect([id, impossibility(changed(id, share).files, "annual")]).toEqual([id, null]);
});

test.each([
  ["battery.efficiency", 0.2, "battery.chargeEfficiency: Too big: expected number to be <=1"],
  ["production.pourRateTph", 0.1, "a day would have 16.5 heats"],
  ["pouringFurnace.usableT", -0.6, "the pouring furnace would hold 3.2 t, less than the 4 t it must take"],
  ["furnace.ratedKw", -0.5, "a heat at full power would take 147 min, more than 135 min"],
])("%s changed by %d is no possible plant: %s", (id, share, reason) => {
  expect(impossibility(changed(id, share).files, "annual")).toBe(reason);
});

test("a slow line with as many heats does not get through its day", () => {
  const files = structuredClone(site);
  files.plant.production.pourRateTph.value = 3.2;
  expect(impossibility(files, "annual")).toBe("a line of 3.2 t/h pours 51.2 of 60 t until overtime ends");
});

test("an unknown value is refused with those that are known", () => {
  expect(() => valueNamed("furnace.meltKwh")).toThrow(
    expect.objectContaining({
      code: "QT_SENSITIVITY_UNKNOWN_VALUE",
      where: "furnace.meltKwh",
      message: expect.stringContaining("furnace.meltKwhPerT"),
    }),
  );
});
