import { badGrid } from "./errors.ts";

/** Draws that are taken for one course until the end of a stage. */
export interface TreeNode {
  /** Position of the node it comes from; null: the root, where nothing differs yet. */
  readonly parent: number | null;
  /** 0 is the root's. */
  readonly stage: number;
  /** Positions of the draws in it, ascending; each is as likely as another. */
  readonly draws: readonly number[];
}

/**
 * Reduces equally likely draws to a tree, forward in time: in each stage the draws of a node are parted among a few of them, each
 * to its nearest. Those few are chosen one by one, so that the draws are as near to them as they can be.
 * Children part the draws of their node, so that shares of the draws add up and their means are kept.
 * @param stages per stage and draw what tells draws apart, all in one unit (Euclidean distance)
 * @param branches most children of a node, per stage; fewer where draws do not differ
 * @returns nodes, each after the one it comes from; the last stage's are the leaves
 * @throws QT_FORECAST_GRID
 * @see forward tree construction: Heitsch & Römisch, Mathematical Programming 118 (2009) 371–406; fast forward selection: Heitsch &
 * Römisch, Computational Optimization and Applications 24 (2003) 187–206
 */
export function scenarioTree(
  stages: readonly (readonly (readonly number[])[])[],
  branches: readonly number[],
): readonly TreeNode[] {
  const count = stages[0]?.length ?? 0;
  if (stages.length !== branches.length || stages.some((draws) => draws.length !== count))
    throw badGrid("The stages of a scenario tree differ in draws, or not each has its number of branches.");
  const nodes: TreeNode[] = [{ parent: null, stage: 0, draws: Array.from({ length: count }, (_, i) => i) }];
  let last = [0];
  stages.forEach((values, at) => {
    last = last.flatMap((parent) =>
      parted(nodes[parent]!.draws, values, branches[at]!).map(
        (draws) => nodes.push({ parent, stage: at + 1, draws }) - 1,
      ),
    );
  });
  return nodes;
}

/** Draws by the one that stands for them. */
function parted(
  draws: readonly number[],
  values: readonly (readonly number[])[],
  most: number,
): readonly (readonly number[])[] {
  const chosen = standIns(draws, values, most);
  const nearest = (draw: number): number =>
    chosen.reduce((best, each) =>
      distance(values[draw]!, values[each]!) < distance(values[draw]!, values[best]!) ? each : best,
    );
  return [...Map.groupBy(draws, nearest).values()];
}

/** Fast forward selection: the draw next chosen leaves the least distance of all to those chosen. */
function standIns(
  draws: readonly number[],
  values: readonly (readonly number[])[],
  most: number,
): readonly number[] {
  const chosen: number[] = [];
  let left = draws.map(() => Number.POSITIVE_INFINITY);
  while (chosen.length < Math.max(1, most) && left.some((each) => each > 0)) {
    const tried = draws.map((candidate) =>
      draws.map((draw, i) => Math.min(left[i]!, distance(values[draw]!, values[candidate]!))),
    );
    const sums = tried.map((distances) => distances.reduce((sum, each) => sum + each, 0));
    const best = sums.indexOf(Math.min(...sums));
    chosen.push(draws[best]!);
    left = tried[best]!;
  }
  return chosen;
}

const distance = (left: readonly number[], right: readonly number[]): number =>
  Math.hypot(...left.map((value, i) => value - right[i]!));
