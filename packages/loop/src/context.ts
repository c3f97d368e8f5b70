import type { Answer, Model } from "@qtwin/model";
import type { Store } from "@qtwin/store";
import type { SiteClock, Snapshot, WriteLink } from "@qtwin/twin";
import type { UseCase } from "@qtwin/usecases";
import type { Site } from "./site/index.ts";
import type { StatusBoard } from "./status.ts";

export type Log = (
  level: "info" | "warn" | "error",
  message: string,
  details?: Record<string, unknown>,
) => void;

/** A use case whose facts and parameters the loop only passes through. */
export type AnyUseCase = UseCase<unknown, unknown>;

/**
 * Solves off the event loop, under a deadline.
 * @param warmStart one value per variable
 * @param isUrgent under the deadline of a plan after an event
 */
export type Solve = (model: Model, warmStart: Float64Array | null, isUrgent?: boolean) => Promise<Answer>;

/** Decides parts of a plan anew; the answer is as good as before, or better. */
export type Improve = (useCase: AnyUseCase, facts: unknown, model: Model, answer: Answer) => Promise<Answer>;

/** Who may approve what the loop proposes: people, or (where the site allows it) the loop by policy. */
export type ApproveMode = "ask" | "auto";

/** Everything planning and writing need of the world; no state that matters lives here. */
export interface LoopContext {
  readonly site: Site;
  readonly store: Store;
  /** Plant time. */
  readonly clock: SiteClock;
  /** Signs and verifies decisions. */
  readonly key: Uint8Array;
  readonly log: Log;
  readonly status: StatusBoard;
  readonly useCase: AnyUseCase;
  readonly parameters: unknown;
  readonly solve: Solve;
  /** Absent: answers are taken as they are. */
  readonly improve?: Improve;
  /** A consistent cut through the twin as it is now. */
  readonly capture: () => Promise<Snapshot>;
  /** Text of a model in MPS form, for the run ledger. */
  readonly toMps: (model: Model) => string;
  readonly approve: ApproveMode;
  /** The open writing connection. @throws QT_LOOP_PLANT_AWAY */
  readonly link: () => WriteLink;
  /** Waits in plant time. */
  readonly wait: (plantMs: number) => Promise<void>;
}
