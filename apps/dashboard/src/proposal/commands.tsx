import { Card, Table, Text, Title } from "@mantine/core";
import type { CommandView } from "@qtwin/api";
import { StateMark } from "../components/state-mark.tsx";
import { formatClock } from "../format.ts";

const failed = new Set(["refused", "expired", "failed"]);

function markOf(state: string): "good" | "uncertain" | "bad" {
  if (failed.has(state)) return "bad";
  return state === "clamped" || state === "handed-back" ? "uncertain" : "good";
}

/** Each write on its way: stored, sent, answered, followed by the process. */
export function ProposalCommands({
  commands,
  planSteps,
  zone,
}: {
  commands: readonly CommandView[];
  /** Slots from here on correct the plan between its own commands. */
  planSteps: number;
  zone: string;
}) {
  if (commands.length === 0) return null;
  return (
    <Card withBorder component="section" aria-label="Writes">
      <Title order={3} size="h5">
        Writes
      </Title>
      <Table.ScrollContainer minWidth={600} mah={420}>
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Valid</Table.Th>
              <Table.Th>Point</Table.Th>
              <Table.Th>Value</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>What the plant said</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {commands.map((command) => (
              <Table.Tr key={command.id} data-command-state={command.state}>
                <Table.Td>
                  {formatClock(command.validFromMs, zone)}–{formatClock(command.validUntilMs, zone)}
                </Table.Td>
                <Table.Td>
                  {command.pointId}
                  {command.slot >= planSteps && (
                    <Text size="xs" c="dimmed">
                      correction
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Text size="xs" ff="monospace" maw={360} truncate title={JSON.stringify(command.value)}>
                    {JSON.stringify(command.value)}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <StateMark state={markOf(command.state)} /> {command.state}
                </Table.Td>
                <Table.Td>{command.reason}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
