import { Anchor, Badge, Table, Text } from "@mantine/core";
import type { ProposalSummary } from "@qtwin/api";
import { Link } from "@tanstack/react-router";
import { formatAge, formatEur, formatInstant, formatPct } from "../format.ts";
import { useSite } from "../site-context.ts";

export function ProposalTable({
  proposals,
  empty,
}: {
  proposals: readonly ProposalSummary[];
  empty: string;
}) {
  const { zone, nowMs } = useSite();
  if (proposals.length === 0) return <Text size="sm">{empty}</Text>;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Made</Table.Th>
            <Table.Th>Because</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th ta="right">Saving</Table.Th>
            <Table.Th ta="right">P(worse)</Table.Th>
            <Table.Th>Expires</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {proposals.map((proposal) => (
            <Table.Tr key={proposal.id}>
              <Table.Td>
                <Anchor component={Link} to="/proposals/$id" params={{ id: proposal.id } as never} size="sm">
                  {formatInstant(proposal.createdAtMs, zone)}
                </Anchor>
              </Table.Td>
              <Table.Td>{proposal.trigger}</Table.Td>
              <Table.Td>
                <Badge variant="outline" color="gray" tt="none">
                  {proposal.state}
                </Badge>
              </Table.Td>
              <Table.Td ta="right">
                {formatEur(proposal.predictedSavingEur)} ({formatPct(proposal.predictedSavingPct)})
              </Table.Td>
              <Table.Td ta="right">{formatPct(proposal.probabilityWorse * 100)}</Table.Td>
              <Table.Td>
                {proposal.state === "open" ? `in ${formatAge(proposal.expiresAtMs - nowMs)}` : "–"}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
