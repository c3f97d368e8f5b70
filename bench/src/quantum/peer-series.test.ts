import { expect, it } from "vitest";
import { fastest, variantsToTry } from "./peer-series.ts";
import type { PeerVariant } from "./peers.ts";

const variant = (name: string, layerMs: number | null, note = ""): PeerVariant => ({
  variant: name,
  layerMs,
  energy: null,
  note,
});
const slowAndFast = [variant("slow", 250), variant("fast", 100), variant("broken", null, "no compiler")];

it("all at first, then those near the best", () => {
  expect(variantsToTry(undefined, 16, 60)).toEqual({ variants: [] });
  expect(variantsToTry({ n: 16, variants: slowAndFast }, 20, 60)).toEqual({ variants: ["slow", "fast"] });
  expect(variantsToTry({ n: 20, variants: slowAndFast }, 24, 60)).toEqual({ variants: ["fast"] });
});

it("none when a layer would take longer than the limit, and says from what it follows", () => {
  const next = variantsToTry({ n: 20, variants: slowAndFast }, 30, 60);
  expect(next).toEqual({ note: "about 102 s a layer, by its 100 ms at n = 20" });
});

it("an engine that could not run before keeps its reason", () => {
  expect(variantsToTry({ n: 16, variants: [variant("broken", null, "no compiler")] }, 20, 60)).toEqual({
    note: "no compiler",
  });
});

it("the fastest is the least of those measured", () => {
  expect(fastest(slowAndFast)?.variant).toBe("fast");
  expect(fastest([variant("broken", null)])).toBeUndefined();
});
