import { Card, Table, Text, Title } from "@mantine/core";
import { useId, useMemo, useState } from "react";
import { formatEur, formatPct, formatSmallEur } from "../format.ts";
import { TreeDrawing } from "./tree-drawing.tsx";
import { type DifferenceTree, type PlacedNode, placeTree } from "./tree-layout.ts";
import { sentenceOf, shareText, stageTitlesOf, valueText } from "./tree-texts.ts";

/** The scenarios the plan was judged on, as a tree: what may differ by when, how likely, and what the plan costs then. */
export function ScenarioTree({ tree, zone }: { readonly tree: DifferenceTree; readonly zone: string }) {
  const placed = useMemo(() => placeTree(tree), [tree]);
  const [chosen, setChosen] = useState(0);
  const describedBy = useId();
  const titles = stageTitlesOf(tree, zone);
  const here = placed.find(({ index }) => index === chosen) ?? placed[0]!;
  return (
    <Card withBorder component="section" aria-label="Possible courses">
      <Title order={3} size="h5">
        Possible courses
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        The {tree.nodes[0]!.difference.scenarioCount} courses this plan was judged on: drawn (synthetic) from
        the bands of load, PV and unpublished prices, not measured. Those that are alike stay together until
        they part; a branch is as thick as it is likely. A box says what the plan costs there against doing
        nothing (negative saves), how the stretch deviates from the forecast on the mean, and its highest
        quarter-hour.
      </Text>
      <TreeDrawing
        tree={tree}
        placed={placed}
        titles={titles}
        chosen={here.index}
        describedBy={describedBy}
        choose={setChosen}
      />
      <Text size="sm" my="xs" mih="3.2em" id={describedBy} data-testid="chosen-course">
        {sentenceOf(tree, here, titles)}
      </Text>
      <details>
        <summary>The same as a table</summary>
        <TreeTable tree={tree} placed={placed} titles={titles} />
      </details>
    </Card>
  );
}

function TreeTable(props: {
  readonly tree: DifferenceTree;
  readonly placed: readonly PlacedNode[];
  readonly titles: readonly string[];
}) {
  const { tree, placed, titles } = props;
  return (
    <Table.ScrollContainer minWidth={980} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table style={{ whiteSpace: "nowrap" }}>
        <Table.Thead style={{ whiteSpace: "normal" }}>
          <Table.Tr>
            <Table.Th>Course</Table.Th>
            <Table.Th>Stretch</Table.Th>
            <Table.Th ta="right">Share</Table.Th>
            {tree.quantities.map(({ id, title }) => (
              <Table.Th key={id} ta="right">
                {title}
              </Table.Th>
            ))}
            <Table.Th ta="right">Plan</Table.Th>
            <Table.Th ta="right">Against doing nothing</Table.Th>
            <Table.Th ta="right">Costs more in</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {placed.map((here) => (
            <Table.Tr key={here.index}>
              <Table.Td>{here.path === "" ? "all" : here.path}</Table.Td>
              <Table.Td>{titles[here.node.stage]}</Table.Td>
              <Table.Td ta="right">{shareText(here)}</Table.Td>
              {tree.quantities.map((quantity, i) => (
                <Table.Td key={quantity.id} ta="right">
                  {valueText(quantity, here.node.values[i]) ?? "–"}
                </Table.Td>
              ))}
              <Table.Td ta="right">{formatEur(here.node.planMeanEur)}</Table.Td>
              <Table.Td ta="right">{formatSmallEur(here.node.difference.meanEur)}</Table.Td>
              <Table.Td ta="right">{formatPct(here.node.difference.probabilityWorse * 100)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
