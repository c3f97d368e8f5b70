import { createRandom } from "@qtwin/core";
import { enumerateQubo } from "@qtwin/kernel";
import { type Qubo, quboEnergy } from "@qtwin/model";
import { runQaoa } from "@qtwin/quantum";
import { annealed } from "./annealing.ts";
import { costOf, loweredQubo } from "./lowered-qubo.ts";
import { QaoaLedger, type Timed } from "./qaoa-ledger.ts";
import type { SubSolver, SubTask } from "./sub-solver.ts";

/** What one neighbourhood may cost. */
export interface QaoaEffort {
  readonly qubits: number;
  readonly layers: number;
  /** Evaluations and gradients of the angle search. */
  readonly evaluations: number;
  readonly shots: number;
}

/** Sweeps of the control that anneals. */
const controlSweeps = 100;

/** QAOA on the simulator; the best sample is the answer. Random samples, annealing and enumeration stand beside each run. */
export function qaoa(effort: QaoaEffort): SubSolver {
  const ledger = new QaoaLedger(effort);
  return {
    id: "qaoa",
    startSize: effort.qubits,
    takesFollowers: false,
    evidence: (model, seed) => ledger.evidence(model, seed),
    async solve(task) {
      const beganMs = task.context.now();
      const lowered = loweredQubo(task, effort.qubits);
      if ("end" in lowered) return lowered;
      const compiledMs = task.context.now();
      const { qubo, model, start } = lowered;
      const enumeration = await timed(task, async () => {
        const { minimum, tolerance } = await enumerateQubo(qubo.count, costOf(qubo));
        return { energy: minimum, tolerance };
      });
      const signal = abortedBy(task);
      const { qubits, evaluations: workLimit, ...rest } = effort;
      const options = { ...rest, workLimit, qubits: qubo.count, cost: costOf(qubo) };
      const run = await timed(task, () => runQaoa(options, { seed: task.seed, signal }));
      const random = await timed(task, () => bestOfUniform(qubo, run.value.effort.shots, task.seed));
      const cooled = await timed(task, async () => {
        const bits = await annealed(model, controlSweeps, task);
        return { energy: bits ? quboEnergy(qubo, bits) : Infinity };
      });
      ledger.add({
        model: task.model,
        run: run.value,
        compileS: (compiledMs - beganMs) / 1000,
        // The run enumerates for itself before it begins, which is the control's work.
        seconds: Math.max(0, run.seconds - enumeration.seconds),
        incumbent: quboEnergy(qubo, start),
        enumeration: { energy: enumeration.value.energy, seconds: enumeration.seconds },
        random: { energy: random.value.energy, seconds: random.seconds },
        annealing: { energy: cooled.value.energy, seconds: cooled.seconds },
        controlSweeps,
      });
      const values = lowered.decode(run.value.best.bits);
      return { values, end: run.value.stopped ? "limit" : "done", optimal: false };
    },
  };
}

/** A signal that is read, as the run blocks its thread. */
const abortedBy = ({ context, timeLimitMs }: SubTask): { readonly aborted: boolean } => {
  const untilMs = context.now() + timeLimitMs;
  return {
    get aborted() {
      return context.stopRequested() || context.now() >= untilMs;
    },
  };
};

async function timed<T>({ context }: SubTask, work: () => T | Promise<T>): Promise<Timed<T>> {
  const beganMs = context.now();
  const value = await work();
  return { value, seconds: (context.now() - beganMs) / 1000 };
}

/** The least energy of so many uniform assignments. */
function bestOfUniform(qubo: Qubo, shots: number, seed: number): { energy: number } {
  const random = createRandom(seed);
  const bits = new Uint8Array(qubo.count);
  let energy = Infinity;
  for (let shot = 0; shot < shots; shot++) {
    for (let bit = 0; bit < bits.length; bit++) bits[bit] = random.next() < 0.5 ? 0 : 1;
    energy = Math.min(energy, quboEnergy(qubo, bits));
  }
  return { energy };
}
