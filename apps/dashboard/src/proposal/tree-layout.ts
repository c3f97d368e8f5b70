import type { ProposalDetail } from "@qtwin/api";

export type DifferenceTree = NonNullable<ProposalDetail["proposal"]["scenarioTree"]>;
type TreeNode = DifferenceTree["nodes"][number];

/** A node and where it is drawn: nodes of a stage stand below each other, those that save most on top. */
export interface PlacedNode {
  /** Position among the nodes of the tree. */
  readonly index: number;
  readonly node: TreeNode;
  /** `2.1`: the first part of the second part; empty for the root. */
  readonly path: string;
  readonly parent: PlacedNode | null;
  /** Position among its siblings, from 1, and how many these are. */
  readonly place: readonly [position: number, count: number];
  /** A leaf has a row of its own, any other the middle of its children's. */
  readonly row: number;
}

/** Depth first, as it is read aloud. */
export function placeTree({ nodes }: Pick<DifferenceTree, "nodes">): readonly PlacedNode[] {
  const children = Map.groupBy(nodes.keys(), (index) => nodes[index]!.parent);
  const placed: PlacedNode[] = [];
  let leaves = 0;
  const place = (indices: readonly number[], parent: PlacedNode | null): readonly number[] => {
    const sorted = indices.toSorted(
      (left, right) => nodes[left]!.difference.meanEur - nodes[right]!.difference.meanEur,
    );
    return sorted.map((index, i) => {
      const path = parent === null ? "" : [parent.path, String(i + 1)].filter(Boolean).join(".");
      const at = placed.length;
      const here: PlacedNode = {
        index,
        node: nodes[index]!,
        path,
        parent,
        place: [i + 1, sorted.length],
        row: 0,
      };
      placed.push(here);
      const below = place(children.get(index) ?? [], here);
      const row = below.length === 0 ? leaves++ : (below[0]! + below.at(-1)!) / 2;
      placed[at] = { ...here, row };
      return row;
    });
  };
  place(children.get(null) ?? [], null);
  return placed;
}

/** Where an arrow key leads: to what comes before, to the first of what may follow, up and down in the same stage. */
export function neighbourOf(
  placed: readonly PlacedNode[],
  { index, node, parent }: PlacedNode,
  key: string,
): PlacedNode | undefined {
  const stage = placed.filter((other) => other.node.stage === node.stage);
  const at = stage.findIndex((other) => other.index === index);
  if (key === "ArrowUp") return stage[at - 1];
  if (key === "ArrowDown") return stage[at + 1];
  if (key === "ArrowLeft") return placed.find((other) => other.index === parent?.index);
  if (key === "ArrowRight") return placed.find((other) => other.node.parent === index);
  return key === "Home" ? placed[0] : undefined;
}

/** The node and all it comes from. */
export function pathTo(placed: readonly PlacedNode[], index: number): ReadonlySet<number> {
  const path = new Set<number>();
  let here = placed.find((each) => each.index === index) ?? null;
  while (here) {
    path.add(here.index);
    here = here.parent;
  }
  return path;
}

/** Above this chance that the plan costs more, a screen says so in colour. */
const worseLimit = 0.2;
export const isRisky = ({ probabilityWorse }: { readonly probabilityWorse: number }): boolean =>
  probabilityWorse > worseLimit;
