import type { Random } from "@qtwin/core";
import type { Model } from "@qtwin/model";
import { type Blocks, blocksOf } from "./blocks.ts";
import { type Incidence, incidenceOf } from "./incidence.ts";

/** Activities that share something only one or few of them can have at a time. */
export interface Resource {
  /** Block of each activity, −1: nothing is to be decided. */
  readonly blocks: Int32Array;
  readonly start: Int32Array;
  readonly duration: Float64Array;
}

/** What neighbourhoods are chosen from. */
export interface Landscape {
  readonly model: Model;
  readonly incidence: Incidence;
  readonly blocks: Blocks;
  readonly resources: readonly Resource[];
  /** The incumbent. */
  values: Float64Array;
  /** Optimum of the linear relaxation in the model's variables, once it is known. */
  relaxation: Float64Array | null;
}

/** A way to choose what is decided anew. */
export interface Neighbourhood {
  readonly id: string;
  readonly title: string;
  /** Whether what it chooses depends on the incumbent. */
  readonly followsIncumbent: boolean;
  readonly applies: (landscape: Landscape) => boolean;
  /** @returns at most `size` different blocks */
  readonly select: (landscape: Landscape, size: number, random: Random) => number[];
}

export function landscapeOf(model: Model, values: Float64Array, followers: boolean): Landscape {
  const incidence = incidenceOf(model);
  const blocks = blocksOf(model, incidence, followers);
  const resources = model.structures.flatMap((structure): Resource[] => {
    if (structure.kind !== "no-overlap" && structure.kind !== "cumulative") return [];
    const { start, duration, present } = structure;
    const blockOf = (column: number, activity: number): number => {
      const own = blocks.of[column]!;
      return own < 0 && present[activity]! >= 0 ? blocks.of[present[activity]!]! : own;
    };
    return [{ blocks: start.map(blockOf), start, duration }];
  });
  return { model, incidence, blocks, resources, values, relaxation: null };
}
