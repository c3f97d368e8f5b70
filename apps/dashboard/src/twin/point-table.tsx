import { Table, UnstyledButton } from "@mantine/core";
import type { PointView } from "@qtwin/api";
import { StateMark } from "../components/state-mark.tsx";
import { formatAge, formatInstant, formatNumber } from "../format.ts";
import { useSite } from "../site-context.ts";
import { healthOf, valueText } from "./value-text.ts";

/** Every point with its newest value, age, quality and the worst reason of its confidence. */
export function PointTable({
  points,
  onOpen,
}: {
  points: readonly PointView[];
  onOpen: (point: PointView) => void;
}) {
  return (
    <Table.ScrollContainer minWidth={860}>
      <Table highlightOnHover stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Point</Table.Th>
            <Table.Th ta="right">Value</Table.Th>
            <Table.Th ta="right">±</Table.Th>
            <Table.Th ta="right">Age</Table.Th>
            <Table.Th>Health</Table.Th>
            <Table.Th>Mode</Table.Th>
            <Table.Th>Source</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map((point) => (
            <PointRow key={point.id} point={point} onOpen={onOpen} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function PointRow({ point, onOpen }: { point: PointView; onOpen: (point: PointView) => void }) {
  const { nowMs, zone } = useSite();
  const { latest } = point;
  const health = healthOf(point);
  return (
    <Table.Tr data-point={point.id}>
      <Table.Td>
        <UnstyledButton
          fz="sm"
          onClick={() => onOpen(point)}
          title={point.id}
          style={{ textDecoration: "underline" }}
        >
          {point.title}
        </UnstyledButton>
      </Table.Td>
      <Table.Td ta="right">
        <span className={health === "good" ? "" : `value-${health}`} data-testid={`value-${point.id}`}>
          {valueText(point)}
        </span>
      </Table.Td>
      <Table.Td ta="right">{latest?.accuracy == null ? "" : formatNumber(latest.accuracy)}</Table.Td>
      <Table.Td ta="right" title={latest ? formatInstant(latest.sourceTimeMs, zone) : "no value yet"}>
        {latest ? formatAge(nowMs - latest.sourceTimeMs) : "–"}
      </Table.Td>
      <Table.Td>
        <StateMark state={health} /> {latest === null ? "no value yet" : (latest.worstReason?.sentence ?? "")}
        {point.synthetic ? " (synthetic)" : ""}
      </Table.Td>
      <Table.Td>{latest?.mode ?? ""}</Table.Td>
      <Table.Td title={latest?.source}>{point.connector}</Table.Td>
    </Table.Tr>
  );
}
