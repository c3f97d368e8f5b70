import { type KeyboardEvent, type RefObject, useRef } from "react";
import { useWidth } from "../components/use-width.ts";
import { formatEur, formatSmallEur } from "../format.ts";
import { meaning } from "../theme.ts";
import { type DifferenceTree, isRisky, neighbourOf, type PlacedNode, pathTo } from "./tree-layout.ts";
import { quantitiesOf, shareText, worseText } from "./tree-texts.ts";

const rowHeight = 50;
const boxHeight = 46;
const headHeight = 24;
const rootWidth = 130;
const gap = 36;
const leastBoxWidth = 284;
/** Thickness of a branch that all courses take. */
const wholePx = 44;

const neutral = "var(--mantine-color-dimmed)";
const ink = "var(--mantine-color-text)";

interface DrawingProps {
  readonly tree: DifferenceTree;
  readonly placed: readonly PlacedNode[];
  readonly titles: readonly string[];
  readonly chosen: number;
  /** Element that says more of the chosen node. */
  readonly describedBy: string;
  readonly choose: (index: number) => void;
}

/** Where boxes stand, in pixels. */
interface Places {
  readonly left: (stage: number) => number;
  readonly widthOf: (stage: number) => number;
  readonly middle: (here: PlacedNode) => number;
}

function placesIn(width: number, stages: number): Places {
  const boxWidth = (width - 2 - rootWidth - stages * gap) / stages;
  return {
    left: (stage) => (stage === 0 ? 1 : 1 + rootWidth + gap + (stage - 1) * (boxWidth + gap)),
    widthOf: (stage) => (stage === 0 ? rootWidth : boxWidth),
    middle: ({ row }) => headHeight + (row + 0.5) * rowHeight,
  };
}

/** The tree from now on the left to the end of the plan; the arrow keys lead along its branches. */
export function TreeDrawing(props: DrawingProps) {
  const { placed, titles, chosen } = props;
  const [ref, outerWidth] = useWidth();
  const items = useRef(new Map<number, SVGGElement>());
  const stages = titles.length - 1;
  const width = Math.max(outerWidth, rootWidth + stages * (gap + leastBoxWidth) + 2);
  const height = headHeight + (Math.max(...placed.map(({ row }) => row)) + 1) * rowHeight;
  const places = placesIn(width, stages);
  const onPath = pathTo(placed, chosen);
  return (
    <figure ref={ref} style={{ margin: 0, overflowX: "auto" }}>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the tree in it has the name */}
      <svg width={width} height={height} className="chart">
        {titles.map((title, stage) => (
          <text key={title} x={places.left(stage)} y={14}>
            {title}
          </text>
        ))}
        {placed.map((here) => (
          <Branch
            key={here.index}
            here={here}
            placed={placed}
            places={places}
            isOnPath={onPath.has(here.index)}
          />
        ))}
        <g role="tree" aria-label="Possible courses; the arrow keys lead along the branches">
          {placed.map((here) => (
            <Node
              key={here.index}
              {...props}
              here={here}
              places={places}
              items={items}
              isOnPath={onPath.has(here.index)}
            />
          ))}
        </g>
      </svg>
    </figure>
  );
}

/** From the node before to this one, as thick as this one is likely. */
function Branch(props: {
  readonly here: PlacedNode;
  readonly placed: readonly PlacedNode[];
  readonly places: Places;
  readonly isOnPath: boolean;
}) {
  const { here, placed, places, isOnPath } = props;
  const { probability } = here.node;
  const parent = placed.find(({ index }) => index === here.node.parent);
  if (!parent) return null;
  const before = placed
    .filter(({ node, place }) => node.parent === parent.index && place[0] < here.place[0])
    .reduce((sum, { node }) => sum + node.probability, 0);
  const fromY = places.middle(parent) + (before + (probability - parent.node.probability) / 2) * wholePx;
  const fromX = places.left(parent.node.stage) + places.widthOf(parent.node.stage);
  const toX = places.left(here.node.stage);
  const bend = (fromX + toX) / 2;
  const toY = places.middle(here);
  return (
    <path
      d={`M${fromX} ${fromY}C${bend} ${fromY} ${bend} ${toY} ${toX} ${toY}`}
      fill="none"
      stroke={neutral}
      strokeOpacity={isOnPath ? 0.8 : 0.3}
      strokeWidth={Math.max(1.5, probability * wholePx)}
    />
  );
}

interface NodeProps extends DrawingProps {
  readonly here: PlacedNode;
  readonly places: Places;
  readonly items: RefObject<Map<number, SVGGElement>>;
  readonly isOnPath: boolean;
}

function Node(props: NodeProps) {
  const { tree, placed, chosen, describedBy, choose, here, places, items, isOnPath } = props;
  const { index, node, place } = here;
  const move = (event: KeyboardEvent): void => {
    const to = neighbourOf(placed, here, event.key);
    if (!to) return;
    event.preventDefault();
    items.current.get(to.index)?.focus();
  };
  return (
    <g
      ref={(element) => {
        if (element) items.current.set(index, element);
      }}
      role="treeitem"
      tabIndex={index === chosen ? 0 : -1}
      aria-level={node.stage + 1}
      aria-posinset={place[0]}
      aria-setsize={place[1]}
      aria-selected={index === chosen}
      {...(index === chosen ? { "aria-describedby": describedBy } : {})}
      onFocus={() => choose(index)}
      onKeyDown={move}
    >
      <Box tree={tree} here={here} places={places} isOnPath={isOnPath} />
    </g>
  );
}

/** Money and share first, then what tells it apart, then what comes of it. */
function Box(props: {
  readonly tree: DifferenceTree;
  readonly here: PlacedNode;
  readonly places: Places;
  readonly isOnPath: boolean;
}) {
  const { tree, here, places, isOnPath } = props;
  const { stage, difference, planMeanEur } = here.node;
  const x = places.left(stage);
  const y = places.middle(here) - boxHeight / 2;
  const width = places.widthOf(stage);
  const warning = isRisky(difference) ? meaning.warning : null;
  const worse = `${warning ? "▲ " : ""}${worseText(here)}`;
  const [first, second] =
    stage === 0
      ? [`plan ${formatEur(planMeanEur)}`, worse]
      : [
          quantitiesOf(tree, here, "deviation").join(", "),
          [...quantitiesOf(tree, here, "outcome"), worse].join(", "),
        ];
  return (
    <>
      <rect
        x={x}
        y={y}
        width={width}
        height={boxHeight}
        rx={3}
        fill="var(--mantine-color-body)"
        stroke={warning ?? neutral}
        strokeWidth={isOnPath || warning ? 2 : 1}
      />
      <text x={x + 8} y={y + 14} style={{ fill: ink, fontWeight: 600, fontSize: 12 }}>
        {formatSmallEur(difference.meanEur)}
        {stage > 0 && (
          <tspan dx={8} fontWeight={400} fontSize={11}>
            plan {formatEur(planMeanEur)}
          </tspan>
        )}
      </text>
      <text x={x + width - 8} y={y + 14} textAnchor="end" style={{ fill: ink }}>
        {here.path === "" ? "all" : `${here.path}: ${shareText(here)}`}
      </text>
      <text x={x + 8} y={y + 28}>
        {first}
      </text>
      <text x={x + 8} y={y + 41} style={warning ? { fill: warning } : {}}>
        {second}
      </text>
    </>
  );
}
