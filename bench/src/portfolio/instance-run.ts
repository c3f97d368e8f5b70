import { QtwinError } from "@qtwin/core";
import { fingerprintOf, type Model } from "@qtwin/model";
import type { Peer } from "../python-environment.ts";
import { type Instance, readInstance } from "./instances.ts";
import { runPeer } from "./peers.ts";
import type { RowFile } from "./row-file.ts";
import { comparedAgain, isUnreadable, type Outcome, type RowKey, type SolveRow, solveRow } from "./rows.ts";
import { type Conditions, failureOf, type OwnRun, solveInstance } from "./solve-instance.ts";
import { measureStability, type StabilityRow } from "./stability.ts";
import { progressOf } from "./text.ts";

export interface RunOptions extends Conditions {
  readonly onProgress: (line: string) => void;
}

/** Lets the workers of our solvers start and load them; only the first call does anything. */
export type Warm = (model: Model) => Promise<void>;

/** Under which name our own rows stand. */
export const ownNameIn = ({ solver = "qtwin" }: Conditions): string => solver;

/** A solver that was not there or broke down is tried again by the next run; a damaged file is what was found. */
const isFinal = (row: SolveRow | StabilityRow): boolean =>
  row.kind === "stability" || row.status !== "failed" || isUnreadable(row);

/** One instance by everybody; an aborted run gives no rows. */
export class InstanceRun {
  private model: Model | undefined;
  private fingerprint: string | undefined;
  /** Of our own rows, for the stability. */
  private plan: Float64Array | null = null;
  private readonly instance: Instance;
  private readonly options: RunOptions;
  private readonly file: RowFile;
  private readonly place: string;

  private readonly warm: Warm;

  /** @param place such as `3/20`, for the progress */
  constructor(instance: Instance, options: RunOptions, file: RowFile, place: string, warm: Warm) {
    this.warm = warm;
    this.instance = instance;
    this.options = options;
    this.file = file;
    this.place = place;
  }

  solveOwn(): Promise<SolveRow | null> {
    return this.row(ownNameIn(this.options), async () => {
      const { outcome, solution } = await this.solveWarm(this.options);
      this.plan = solution;
      return outcome;
    });
  }

  /** By one of our solvers, as a peer. */
  solveBy(solver: string): Promise<SolveRow | null> {
    return this.row(solver, async () => (await this.solveWarm({ ...this.options, solver })).outcome);
  }

  solvePeer(peer: Peer): Promise<SolveRow | null> {
    return this.row(peer.name, () => runPeer(peer, this.read(), this.options));
  }

  /** The plan of an earlier run is not kept: it is made again. */
  async stability(): Promise<StabilityRow | null> {
    const key = { ...this.key(ownNameIn(this.options)), kind: "stability" } as const;
    const known = this.file.find<StabilityRow>(key);
    if (known !== undefined || this.unreadable() !== null) return known ?? null;
    this.plan ??= (await this.solveWarm(this.options)).solution;
    if (this.plan === null) return null;
    return this.keep(await measureStability(key, this.instance, this.read(), this.plan, this.options));
  }

  private async solveWarm(conditions: Conditions): Promise<OwnRun> {
    await this.warm(this.read());
    return solveInstance(this.read(), conditions);
  }

  private async row(by: string, solve: () => Promise<Outcome>): Promise<SolveRow | null> {
    const key = { ...this.key(by), kind: "solve" } as const;
    const known = this.file.find<SolveRow>(key);
    if (known !== undefined && isFinal(known)) return comparedAgain(known, this.instance);
    if (this.isAborted()) return null;
    const outcome = this.unreadable() ?? (await solve());
    return this.keep(solveRow(key, this.instance, outcome));
  }

  /** A damaged file is a row like a solver that fails; null: it can be read. */
  private unreadable(): Outcome | null {
    try {
      this.read();
      return null;
    } catch (thrown) {
      // No objective is compared, so that its sense does not matter.
      return failureOf({ sense: "minimize" }, QtwinError.from(thrown).message, 0);
    }
  }

  /** What was aborted had less time than the others. */
  private keep<Row extends SolveRow | StabilityRow>(row: Row): Row | null {
    if (this.isAborted()) return null;
    if (isFinal(row)) this.file.add(row);
    this.options.onProgress(progressOf(this.place, row));
    return row;
  }

  private isAborted(): boolean {
    return this.options.signal?.aborted ?? false;
  }

  private key(by: string): Omit<RowKey, "kind"> {
    const { timeS, threads, seed, gapLimit } = this.options;
    const { family, name } = this.instance;
    this.fingerprint ??= this.unreadable() === null ? fingerprintOf(this.read()) : "";
    return { family, instance: name, model: this.fingerprint, by, timeS, threads, seed, gapLimit };
  }

  private read(): Model {
    this.model ??= readInstance(this.instance);
    return this.model;
  }
}
