import type { MemberReport } from "@qtwin/model";
import type { RegisteredSolver } from "../registry.ts";
import type { Prepared } from "./prepare.ts";

/** A solver that takes part, with its seed. */
export interface Member {
  readonly entry: RegisteredSolver;
  readonly seed: number;
  /** Why it takes part at this place. */
  readonly reason: string;
  /** Most time it gets where members take turns on one thread. */
  readonly turnMs: number;
  readonly options: Readonly<Record<string, number>>;
}

/** A member under way. */
export interface Runner {
  readonly member: Member;
  readonly startedMs: number;
  prepared: Prepared | null;
  board: SharedArrayBuffer | null;
  /** The best solution of all in its variables, as last written. */
  encoded: Float64Array | undefined;
  /** The bounds it was told, in the source's own sign. */
  readonly told: Set<number>;
  running: boolean;
  endedMs: number;
  outcome: MemberReport["outcome"];
  objective: number | null;
  bound: number | null;
  note: string | undefined;
}

export const startRunner = (member: Member, startedMs: number): Runner => ({
  member,
  startedMs,
  prepared: null,
  board: null,
  encoded: undefined,
  told: new Set<number>(),
  running: true,
  endedMs: startedMs,
  outcome: "ended",
  objective: null,
  bound: null,
  note: undefined,
});

/** What became of it. */
export function reportOf({
  member,
  outcome,
  startedMs,
  endedMs,
  objective,
  bound,
  note,
}: Runner): MemberReport {
  return {
    solver: member.entry.solver.id,
    seed: member.seed,
    reason: member.reason,
    outcome,
    seconds: (endedMs - startedMs) / 1000,
    objective,
    bound,
    ...(note === undefined ? {} : { note }),
  };
}

export const notStarted = ({ entry, seed, reason }: Member): MemberReport => ({
  solver: entry.solver.id,
  seed,
  reason,
  outcome: "not started",
  seconds: 0,
  objective: null,
  bound: null,
});
