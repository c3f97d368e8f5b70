import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, expect, it, vi } from "vitest";
import type { TeamWorker } from "#load";
import { openKernel } from "../kernel.ts";
import { Team } from "./team.ts";

const { startWorker } = vi.hoisted(() => ({ startWorker: vi.fn<() => TeamWorker>() }));
const wasmBytes = () => Promise.reject(new Error("offline"));
vi.mock("#load", () => ({ startWorker, wasmBytes: () => wasmBytes() }));
afterEach(() => startWorker.mockReset());

const urlOf = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);

/** What a script prints in a process of its own, since a thread that waits for ever cannot be stopped from inside. */
async function printed(script: string): Promise<string> {
  const args = ["--input-type=module", "-e", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 20_000 });
  return stdout;
}

it.each([2, 3])(
  "%i threads run each job once, though the wake-up comes late",
  async (threads) => {
    const script = `
    const { openKernel } = await import(${urlOf("../kernel.ts")});
    const kernel = await openKernel({ precision: "f64", threads: ${threads} });
    const cost = { kind: "quadratic", offset: 0, linear: [1, 2], couplings: [] };
    const state = kernel.createQaoaState({ qubits: 16, cost });
    const notify = Atomics.notify;
    Atomics.notify = (...args) => {
      for (const end = performance.now() + 5; performance.now() < end; );
      return notify(...args);
    };
    for (let layer = 0; layer < 10; layer += 1) state.layer(0.3, 0.2);
    process.stdout.write(state.norm().toFixed(9));
    process.exit();`;
    expect(await printed(script)).toBe("1.000000000");
  },
  25_000,
);

it("says that a worker failed while it opened a state or ran a job, and works on", async () => {
  const script = `
    const { Team } = await import(${urlOf("./team.ts")});
    const { compileShared } = await import(${urlOf("./compile-shared.ts")});
    const team = await Team.start(2);
    const module = await compileShared("state-f64");
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
    const attempt = (call) => {
      try {
        call();
        return "works";
      } catch (thrown) {
        return thrown.code ?? thrown.message;
      }
    };
    const said = [
      attempt(() => team.open({ module, memory, setup: [[], [["noExport"]]] })),
      attempt(() => team.run(9, { setUniform: () => 1 }, "setUniform", [])),
      attempt(() => team.open({ module, memory, setup: [[], []] })),
      attempt(() => team.run(2, { setUniform: () => { throw new Error("own"); } }, "setUniform", [])),
      attempt(() => team.free(2)),
    ];
    process.stdout.write(said.join());
    process.exit();`;
  expect(await printed(script)).toBe("QT_KERNEL_WORKER_FAILED,QT_KERNEL_WORKER_FAILED,works,own,works");
}, 25_000);

it("stops the workers it has when one does not start", async () => {
  const stop = vi.fn(async () => {});
  const worker = { ready: Promise.resolve(), post: () => {}, stop };
  startWorker.mockReturnValueOnce(worker).mockReturnValueOnce(worker);
  startWorker.mockReturnValueOnce({ ...worker, ready: Promise.reject(new Error("no memory")) });
  await expect(Team.start(4)).rejects.toMatchObject({ code: "QT_KERNEL_WORKER_FAILED" });
  expect(stop).toHaveBeenCalledTimes(3);
});

it("starts none where there is no code to run", async () => {
  await expect(openKernel({ precision: "f64", threads: 2 })).rejects.toMatchObject({
    code: "QT_KERNEL_UNAVAILABLE",
  });
  expect(startWorker).not.toHaveBeenCalled();
});
