import { createModel, type Model } from "@qtwin/model";
import { exampleEvidence } from "@qtwin/model/testing";
import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { withResources } from "./estimate-resources.ts";

function chain(count: number): Model {
  const model = createModel({ name: "chain", sense: "minimize" });
  const spins = Array.from({ length: count }, (_, spin) => model.binary(`x[${spin}]`));
  const energy = model.objective({ id: "energy", rule: "energy", sentence: "Energy.", unit: "1" });
  for (let spin = 1; spin < count; spin++)
    energy.product(3, spins[spin - 1]!, spins[spin]!).plus(-1, spins[spin]!);
  return model.build();
}

test("QAOA gets an estimate of its own size, other methods stay without", async () => {
  const runs = [
    exampleEvidence({ layers: 1 }),
    exampleEvidence({ layers: 3 }),
    exampleEvidence({ method: "rqaoa", layers: null }),
  ];
  const [one, three, other] = await withResources(chain(5), runs);
  expect(other!.resources).toBeNull();
  expect(one).toEqual({ ...runs[0], resources: one!.resources });
  expect(one!.resources).toMatchObject({
    // 2 Q + ⌈√(8 Q)⌉ + 1 for Q = 5 qubits laid out in the plane: arXiv 2211.07629.
    logicalQubits: 18,
    tool: "qsharp-lang",
    toolVersion: packageJson.dependencies["qsharp-lang"],
    assumptions: [expect.stringContaining("One shot of 1 layers"), expect.stringContaining("surface_code")],
  });
  expect(one!.resources!.tStates).toBeGreaterThan(0);
  expect(one!.resources!.runtimeS).toBeGreaterThan(0);
  expect(three!.resources!.tStates).toBeGreaterThan(2 * one!.resources!.tStates);
  expect(three!.resources!.runtimeS).toBeGreaterThan(one!.resources!.runtimeS);
});
