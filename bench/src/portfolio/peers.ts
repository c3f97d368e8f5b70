import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { checkFeasibility, type Model, objectiveValue, snapIntegers } from "@qtwin/model";
import type { Peer, PeerInstall } from "../python-environment.ts";
import { benchError } from "./errors.ts";
import type { FamilyId } from "./families.ts";
import { withLooseHorizon } from "./loose-horizon.ts";
import { milpProblem, type PeerProblem, quboProblem, shopProblem } from "./peer-problems.ts";
import type { Outcome } from "./rows.ts";
import { type Conditions, failureOf } from "./solve-instance.ts";

const run = promisify(execFile);
const scripts = resolve(import.meta.dirname, "../../peers/portfolio");

/** Another solver, in a process of its own. */
interface PeerSolver extends PeerInstall {
  readonly families: readonly FamilyId[];
  readonly script: string;
  readonly problemOf: (model: Model) => PeerProblem;
  /** What it is asked and judged by; absent: our model. */
  readonly asked?: (model: Model) => Model;
}

const shops: readonly FamilyId[] = ["jsp", "fjsp", "fjsp-sdst"];
const knapsacks: readonly FamilyId[] = ["mmkp", "mkp"];
const quadratic: readonly FamilyId[] = ["maxcut", "qubo"];
const dwave = {
  installs: [["dwave-samplers==1.8.0"]],
  families: quadratic,
  script: "qubo.py",
  problemOf: quboProblem,
};

/** What is measured beside us: the versions the report names. */
const peerSolvers: readonly PeerSolver[] = [
  {
    name: "cp-sat",
    installs: [["ortools==9.15.6755"]],
    families: shops,
    script: "shop.py",
    problemOf: shopProblem,
    asked: withLooseHorizon,
  },
  {
    name: "highspy",
    installs: [["highspy==1.15.1"]],
    families: knapsacks,
    script: "milp.py",
    problemOf: milpProblem,
  },
  { name: "dwave-tabu", ...dwave },
  { name: "dwave-sa", ...dwave },
];

/** One of our own solvers that is measured like a peer. */
const ownPeers: Readonly<Partial<Record<FamilyId, readonly string[]>>> = { mmkp: ["highs"], mkp: ["highs"] };

/** Whether a peer of that name is one of our own solvers. */
export const isOwnPeer = (family: FamilyId, name: string): boolean =>
  ownPeers[family]?.includes(name) ?? false;

export interface ChosenPeers {
  readonly installs: readonly PeerInstall[];
  /** Ids of solvers of ours. */
  readonly own: readonly string[];
}

/** The peers of a family, all or those named. @throws QT_BENCH_UNKNOWN_PEER */
export function peersOf(family: FamilyId, names?: readonly string[]): ChosenPeers {
  const installs = peerSolvers.filter(({ families }) => families.includes(family));
  const own = ownPeers[family] ?? [];
  const known = [...installs.map(({ name }) => name), ...own];
  const unknown = names?.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw benchError(
      "QT_BENCH_UNKNOWN_PEER",
      known.length === 0
        ? `Nobody else is measured on ${family}.`
        : `'${unknown}' is not measured on ${family}; there is ${known.join(", ")}.`,
      unknown,
    );
  const isChosen = (name: string): boolean => names?.includes(name) ?? true;
  return { installs: installs.filter(({ name }) => isChosen(name)), own: own.filter(isChosen) };
}

/** Time for the interpreter, the model and the last step of a search that looks at its clock rarely. */
const graceS = 60;

/** What the scripts print. */
interface PeerAnswer {
  readonly values: readonly number[] | null;
  readonly valuesAt10S: readonly number[] | null;
  readonly bound: number | null;
  readonly isProven: boolean;
  readonly seconds: number;
}

const asIs = (model: Model): Model => model;

/** Solves with another library and judges its solutions on our model; the clock is its own, without start and reading. */
export async function runPeer(peer: Peer, model: Model, conditions: Conditions): Promise<Outcome> {
  if (peer.missing !== null) return failureOf(model, peer.missing, 0);
  const { script, problemOf, asked = asIs } = peerSolvers.find(({ name }) => name === peer.name)!;
  const askedModel = asked(model);
  const { problem, decode, sign } = problemOf(askedModel);
  const { timeS, threads, seed, gapLimit, signal } = conditions;
  // -B: what it imports is not compiled into our folder.
  const running = run(peer.python, ["-B", resolve(scripts, script), peer.name], {
    timeout: (timeS + graceS) * 1000,
    killSignal: "SIGKILL",
    maxBuffer: 2 ** 28,
    ...(signal === undefined ? {} : { signal }),
  });
  // A script that ends before it has read everything says why on its error output.
  running.child.stdin!.on("error", () => undefined);
  running.child.stdin!.end(JSON.stringify({ ...problem, timeS, threads, seed, gapLimit }));
  try {
    const answer = JSON.parse((await running).stdout.trim().split("\n").at(-1)!) as PeerAnswer;
    return outcomeOf(peer.name, askedModel, answer, timeS, { decode, sign });
  } catch (thrown) {
    const { killed, stderr } = thrown as { killed?: boolean; stderr?: string };
    const said = (stderr || String(thrown)).trim().split("\n").at(-1);
    return failureOf(model, killed ? `not finished after ${timeS + graceS} s` : `failed: ${said}`, timeS);
  }
}

function outcomeOf(
  name: string,
  model: Model,
  { values, valuesAt10S, bound, isProven, seconds }: PeerAnswer,
  timeS: number,
  { decode, sign }: Pick<PeerProblem, "decode" | "sign">,
): Outcome {
  const judged = values && judge(model, decode(Float64Array.from(values)));
  const early = timeS > 10 && seconds > 10 ? valuesAt10S : timeS >= 10 ? values : null;
  const judgedEarly = early && judge(model, decode(Float64Array.from(early)));
  const objective = judged?.objective ?? null;
  return {
    sense: model.sense,
    status: objective === null ? "time-limit" : isProven ? "optimal" : "feasible",
    solver: objective === null ? null : name,
    objective,
    objectiveAt10S: judgedEarly?.objective ?? null,
    bound: bound === null ? null : sign * bound,
    boundMethod: bound === null ? null : name,
    proven: objective !== null && isProven,
    seconds,
    note: judged === null ? "no solution in time" : (judged.broken ?? ""),
  };
}

interface Judged {
  /** Null when the solution does not hold. */
  readonly objective: number | null;
  readonly broken: string | null;
}

function judge(model: Model, claimed: Float64Array): Judged {
  const values = snapIntegers(model, claimed);
  const { feasible, violations } = checkFeasibility(model, values);
  if (feasible) return { objective: objectiveValue(model, values), broken: null };
  const [worst] = [...violations].sort((left, right) => right.amount - left.amount);
  return { objective: null, broken: `its solution breaks '${worst?.constraintId}' by ${worst?.amount}` };
}
