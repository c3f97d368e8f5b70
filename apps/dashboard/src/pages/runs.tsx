import { Anchor, Loader, Stack, Table, Text, Title } from "@mantine/core";
import type { RunView } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { formatInstant, formatNumber, formatPct } from "../format.ts";
import { useSite } from "../site-context.ts";

export default function RunsPage() {
  const runs = useQuery({ queryKey: keys.runs, queryFn: () => api.runs() });
  return (
    <Stack>
      <Title order={2} size="h3">
        Runs
      </Title>
      <Text size="sm" c="dimmed">
        Each turn of the loop that looked for a plan: who found what, and how much better another plan could
        be at most.
      </Text>
      {runs.isError && <ErrorNotice error={runs.error} />}
      {runs.isPending && <Loader aria-label="Loading" />}
      {runs.data && <RunTable runs={runs.data} />}
    </Stack>
  );
}

function RunTable({ runs }: { runs: readonly RunView[] }) {
  const { zone } = useSite();
  if (runs.length === 0) return <Text size="sm">No run yet: the loop is still gathering data.</Text>;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Made</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Found by</Table.Th>
            <Table.Th ta="right">Gap</Table.Th>
            <Table.Th ta="right">Seconds</Table.Th>
            <Table.Th>Proposal</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>
                <Anchor component={Link} to="/runs/$id" params={{ id: run.id } as never} size="sm">
                  {formatInstant(run.createdAtMs, zone)}
                </Anchor>
              </Table.Td>
              <Table.Td>{run.status}</Table.Td>
              <Table.Td>{run.solver}</Table.Td>
              <Table.Td ta="right">{run.gap === null ? "–" : formatPct(run.gap * 100)}</Table.Td>
              <Table.Td ta="right">{formatNumber(run.seconds)}</Table.Td>
              <Table.Td>
                {run.proposalId === null ? (
                  "none"
                ) : (
                  <Anchor
                    component={Link}
                    to="/proposals/$id"
                    params={{ id: run.proposalId } as never}
                    size="sm"
                  >
                    {run.proposalId}
                  </Anchor>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
