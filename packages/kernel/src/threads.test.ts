import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { Cost } from "./cost.ts";
import { openKernel } from "./kernel.ts";
import { randomAngles } from "./testing/angles.ts";
import { labs, randomPolynomial, randomQuadratic } from "./testing/costs.ts";

const cases: readonly (readonly [string, number, Cost])[] = [
  ["a quadratic of 16", 16, randomQuadratic(16, 1)],
  ["a quadratic of 17", 17, randomQuadratic(17, 1)],
  ["a diagonal", 16, randomPolynomial(16, 2, false)],
  ["a mirrored table", 17, labs(17)],
];

describe.each(["f64", "f32"] as const)("three threads in %s", async (precision) => {
  const [one, three] = await Promise.all([1, 3].map((threads) => openKernel({ precision, threads })));
  afterAll(() => three!.close());

  it.each(cases)("give %s the same digits as one", (_, qubits, cost) => {
    const [gammas, betas] = [randomAngles(3, 1, 0.4), randomAngles(3, 2, 1.5)];
    const [alone, together] = [one!, three!].map((kernel) => {
      const state = kernel.createQaoaState({ qubits, cost });
      const gradient = state.gradient(gammas, betas);
      state.layer(0.3, 0.4);
      state.layer(0.1, -0.2);
      const { re, im } = state.amplitudes();
      const measured = [state.expectation(), state.norm(), state.cvar(0.1), state.massBelow(0)];
      const samples = state.sample(1000, 3);
      state.free();
      return { gradient, re, im, measured, samples };
    });
    expect(together).toEqual(alone);
  });

  it("say how many they are, and work on after their end", async () => {
    const kernel = await openKernel({ precision, threads: 2 });
    expect(kernel.threads).toBe(2);
    const state = kernel.createQaoaState({ qubits: 16, cost: randomQuadratic(16, 3) });
    state.layer(0.1, 0.2);
    const before = state.expectation();
    await kernel.close();
    expect(state.expectation()).toBe(before);
    state.layer(0.1, 0.2);
    expect(Math.abs(state.norm() - 1)).toBeLessThan(1e-5);
    state.free();
  });
});

it("refuses a number of threads that is none", async () => {
  await expect(openKernel({ precision: "f32", threads: 0 })).rejects.toMatchObject({
    code: "QT_KERNEL_BAD_ARGUMENT",
  });
});

it("let a process end that never closed its kernel", async () => {
  const kernelUrl = new URL("./kernel.ts", import.meta.url).href;
  const script = `
    const { openKernel } = await import(${JSON.stringify(kernelUrl)});
    const kernel = await openKernel({ precision: "f32", threads: 3 });
    const cost = { kind: "quadratic", offset: 0, linear: [1], couplings: [] };
    kernel.createQaoaState({ qubits: 16, cost }).layer(0.1, 0.2);
    process.stdout.write(String(kernel.threads));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  expect(stdout).toBe("3");
});
