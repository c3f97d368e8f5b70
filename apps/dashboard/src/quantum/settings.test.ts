import { expect, test } from "vitest";
import { firstSettings, settingsErrors } from "./settings.ts";

test("what the page starts with can be run", () => {
  expect(settingsErrors(firstSettings)).toEqual({});
});

test.each([
  ["qubits", { qubits: 21 }],
  ["qubits", { qubits: 3 }],
  ["qubits", { qubits: 13 }],
  ["layers", { layers: 0 }],
  ["shots", { shots: 1.5 }],
  ["seed", { seed: -1 }],
  ["alpha", { objective: "cvar", alpha: 0 }],
] as const)("%s is named when it is wrong: %j", (field, change) => {
  expect(Object.keys(settingsErrors({ ...firstSettings, ...change }))).toEqual([field]);
});

test("only max-cut asks for an even number, and only CVaR for alpha", () => {
  expect(settingsErrors({ ...firstSettings, problem: "qubo", qubits: 13, alpha: 0 })).toEqual({});
});
