import { createModel, type Model, printModel } from "@qtwin/model";
import { arbitraryModel } from "@qtwin/model/testing";
import * as fc from "fast-check";
import type { Highs } from "highs";
import { afterAll, expect, test } from "vitest";
import { solve } from "../run.ts";
import { closeSolverWorkers } from "../worker-pool.ts";
import { loadHighs } from "./load.ts";

afterAll(closeSolverWorkers);

/** What HiGHS makes of a file, read by its own reader. */
function objectiveOfFile(highs: Highs, text: string, format: "lp" | "mps"): number | null {
  const source = format === "lp" ? { format, data: text } : { format, data: new TextEncoder().encode(text) };
  return highs.withModel(source, (native) => {
    native.options.set({ output_flag: false, mip_rel_gap: 0 });
    native.run();
    const { optimal } = highs.constants.modelStatus;
    return native.getModelStatus() === optimal ? native.getObjectiveValue() : null;
  });
}

/** HiGHS drops the objective of a file without rows. */
const hasRows = (model: Model): boolean => model.constraints.count > 0 && model.variables.count > 0;

test("files we write mean to another reader what the model means to us", async () => {
  const highs = await loadHighs();
  await fc.assert(
    fc.asyncProperty(arbitraryModel({ soft: true, whole: true }).filter(hasRows), async (model) => {
      const { objective } = await solve(model, { gapLimit: 0, timeLimitMs: 20_000 });
      for (const format of ["lp", "mps"] as const) {
        const read = objectiveOfFile(highs, printModel(model, format), format);
        if (objective === null) expect(read).toBeNull();
        else expect(read).toBeCloseTo(objective, 4);
      }
    }),
    { numRuns: 80 },
  );
}, 60_000);

test.each(["lp", "mps"] as const)("names that are words of the format stay names in %s", async (format) => {
  const highs = await loadHighs();
  for (const name of ["nAme", "OBJSENSE", "rows", "rhs", "Bounds", "endata", "max", "free", "end", "st"]) {
    const model = createModel({ name: "words", sense: "minimize" });
    const meaning = { rule: "rule", sentence: "A rule.", unit: "1" };
    const word = model.continuous(name, { upper: 3 });
    model
      .constraint({ ...meaning, id: "row" })
      .plus(1, word)
      .atLeast(2);
    model
      .objective({ ...meaning, id: "cost" })
      .plus(1, word)
      .constant(-1);
    expect(objectiveOfFile(highs, printModel(model.build(), format), format), name).toBe(1);
  }
});
