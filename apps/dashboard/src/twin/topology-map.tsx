import "@xyflow/react/dist/style.css";
import { useComputedColorScheme } from "@mantine/core";
import type { PointView, Topology } from "@qtwin/api";
import { Background, type Edge, type Node, Position, ReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { meaning } from "../theme.ts";
import { healthOf, valueText } from "./value-text.ts";

const mediumColor: Readonly<Record<Topology["edges"][number]["medium"], string>> = {
  electricity: meaning.plan,
  metal: meaning.metal,
  air: meaning.baseline,
  heat: meaning.warning,
  gas: meaning.price,
  order: meaning.baseline,
};

function nodeText(title: string, told: PointView | undefined): string {
  if (told === undefined) return title;
  const mark = { good: "", uncertain: " ▲", bad: " ✕" }[healthOf(told)];
  return `${title}\n${valueText(told)}${mark}`;
}

/** Assets from supply on the left to product on the right, with their telling value; click one to list its points. */
export default function TopologyMap(props: {
  topology: Topology;
  points: readonly PointView[];
  onAsset: (asset: string) => void;
}) {
  const { topology, points, onAsset } = props;
  const scheme = useComputedColorScheme("light");
  const nodes = useMemo<Node[]>(() => {
    const byId = new Map(points.map((point) => [point.id, point]));
    return topology.nodes.map((node) => ({
      id: node.asset,
      position: { x: node.column * 215, y: node.row * 66 },
      data: { label: nodeText(node.title, byId.get(node.points[0] ?? "")) },
      style: { whiteSpace: "pre-line", width: 160, fontSize: 12 },
      sourcePosition: Position.Right,
      targetPosition: Position.Left,
    }));
  }, [topology, points]);
  const edges = useMemo<Edge[]>(
    () =>
      topology.edges.map((edge) => ({
        id: `${edge.from}-${edge.to}-${edge.medium}`,
        source: edge.from,
        target: edge.to,
        style: { stroke: mediumColor[edge.medium] },
        ariaLabel: `${edge.medium} from ${edge.from} to ${edge.to}`,
      })),
    [topology],
  );
  return (
    <section
      aria-label="Plant map"
      style={{ height: 380, border: "1px solid var(--mantine-color-default-border)" }}
    >
      <ReactFlow
        nodes={nodes}
        edges={edges}
        colorMode={scheme}
        fitView
        nodesDraggable={false}
        nodesConnectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        onNodeClick={(_event, node) => onAsset(node.id)}
        proOptions={{ hideAttribution: false }}
      >
        <Background />
      </ReactFlow>
    </section>
  );
}
