import { expect, it } from "vitest";
import { enumerateQubo } from "./enumerate-qubo.ts";
import { KernelError } from "./errors.ts";
import { openKernel } from "./kernel.ts";
import { randomQuadratic } from "./testing/costs.ts";

const kernel = await openKernel({ precision: "f64" });
const empty = { kind: "quadratic", offset: 0, linear: [], couplings: [] } as const;

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof KernelError && thrown.fix !== "") return thrown.code;
  }
  return "nothing thrown";
}

it("says which argument is wrong, by code", () => {
  const state = kernel.createQaoaState({ qubits: 3, cost: randomQuadratic(3, 1) });
  expect(codeOf(() => kernel.createQaoaState({ qubits: 0, cost: empty }))).toBe("QT_KERNEL_BAD_ARGUMENT");
  expect(codeOf(() => kernel.createQaoaState({ qubits: 29, cost: empty }))).toBe("QT_KERNEL_TOO_MANY_QUBITS");
  expect(codeOf(() => kernel.createQaoaState({ qubits: 2, cost: randomQuadratic(3, 1) }))).toBe(
    "QT_KERNEL_BAD_COST",
  );
  const endless = { ...empty, linear: [Number.NaN] };
  expect(codeOf(() => kernel.createQaoaState({ qubits: 2, cost: endless }))).toBe("QT_KERNEL_BAD_COST");
  expect(codeOf(() => state.layer(Number.NaN, 1))).toBe("QT_KERNEL_BAD_ARGUMENT");
  expect(codeOf(() => state.gradient([1, 2], [1]))).toBe("QT_KERNEL_BAD_ARGUMENT");
  expect(codeOf(() => state.cvar(0))).toBe("QT_KERNEL_BAD_ARGUMENT");
  expect(codeOf(() => state.sample(0, 1))).toBe("QT_KERNEL_BAD_ARGUMENT");
  state.free();
  expect(codeOf(() => state.expectation())).toBe("QT_KERNEL_STATE_FREED");
});

it("refuses to enumerate more than 30 variables", async () => {
  await expect(enumerateQubo(31, empty)).rejects.toMatchObject({ code: "QT_KERNEL_TOO_MANY_QUBITS" });
});
