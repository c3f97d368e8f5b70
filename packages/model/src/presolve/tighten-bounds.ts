import { withParts } from "../edit.ts";
import type { Model } from "../model.ts";
import { propagate, roundBounds } from "./propagate.ts";
import { type RowReason, Workspace } from "./workspace.ts";

export interface TightenedBounds {
  /** The model with the bounds its hard constraints imply; all else, every solution included, is as it was. */
  readonly model: Model;
  /** How many bounds moved. */
  readonly moved: number;
  /** Why there is no solution; the model is then the source. */
  readonly proof: RowReason | null;
}

const sweeps = 64;

/** Bounds of variables from the activities of rows and structures, and nothing else. Numbers must be certain. */
export function tightenBounds(source: Model): TightenedBounds {
  const work = new Workspace(source);
  roundBounds(work);
  if (!work.infeasible) propagate(work, sweeps);
  if (work.infeasible) return { model: source, moved: 0, proof: work.infeasible };
  const { lower, upper } = work;
  let moved = 0;
  for (let column = 0; column < lower.length; column++) {
    moved += Number(lower[column] !== source.variables.lower[column]);
    moved += Number(upper[column] !== source.variables.upper[column]);
  }
  if (moved === 0) return { model: source, moved, proof: null };
  const variables = Object.freeze({ ...source.variables, lower, upper });
  return { model: withParts(source, { variables }), moved, proof: null };
}
