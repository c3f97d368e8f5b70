import { Card, List, Loader, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { RunView } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { api, keys } from "../client.ts";
import { ConvergenceChart } from "../components/convergence-chart.tsx";
import { ErrorNotice } from "../components/error-notice.tsx";
import { FigureTile } from "../components/figure-tile.tsx";
import { QuantumRun } from "../evidence/quantum-run.tsx";
import { formatInstant, formatNumber, formatPct } from "../format.ts";
import { useSite } from "../site-context.ts";

/** One search for a plan: what was known when, and which solver brought what. */
export default function RunPage({ id }: { id: string }) {
  const run = useQuery({ queryKey: keys.run(id), queryFn: () => api.run({ params: { id } }) });
  if (run.isError) return <ErrorNotice error={run.error} />;
  if (run.isPending) return <Loader aria-label="Loading" />;
  return <Detail run={run.data} />;
}

const orDash = (value: number | null): string => (value === null ? "–" : formatNumber(value));

function Detail({ run }: { run: RunView }) {
  const { zone } = useSite();
  return (
    <Stack>
      <Title order={2} size="h3">
        Run of {formatInstant(run.createdAtMs, zone)}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <FigureTile
          title="Best solution"
          figure={orDash(run.objective)}
          note={`${run.status} after ${formatNumber(run.seconds)} s, found by ${run.solver}, seed ${run.seed}.`}
        />
        <FigureTile
          title="Proven bound"
          figure={orDash(run.bound)}
          note={run.boundMethod ?? "Nobody said how it was proven."}
        />
        <FigureTile
          title="Gap"
          figure={run.gap === null ? "–" : formatPct(run.gap * 100)}
          note="The most that another plan could still be better."
        />
      </SimpleGrid>
      <Card withBorder component="section" aria-label="Over time">
        <Title order={3} size="h5" mb="xs">
          Over time
        </Title>
        <ConvergenceChart timeline={run.timeline} seconds={run.seconds} />
      </Card>
      <Members run={run} />
      {run.evidence?.map((each) => (
        <QuantumRun key={each.evidence.model.hash} run={each} />
      ))}
      {run.notes.length > 0 && (
        <Card withBorder component="section" aria-label="Notes">
          <List size="sm">
            {run.notes.map((note) => (
              <List.Item key={note}>{note}</List.Item>
            ))}
          </List>
        </Card>
      )}
    </Stack>
  );
}

function Members({ run: { members } }: { run: RunView }) {
  if (members.length === 0) return null;
  return (
    <Card withBorder component="section" aria-label="Who took part">
      <Title order={3} size="h5">
        Who took part
      </Title>
      <Table.ScrollContainer minWidth={620}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Solver</Table.Th>
              <Table.Th>Came to</Table.Th>
              <Table.Th ta="right">Best</Table.Th>
              <Table.Th ta="right">Bound</Table.Th>
              <Table.Th ta="right">Seconds</Table.Th>
              <Table.Th>Why it stood there</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map((member) => (
              <Table.Tr key={`${member.solver}-${member.seed}`}>
                <Table.Td>{member.solver}</Table.Td>
                <Table.Td>{member.outcome}</Table.Td>
                <Table.Td ta="right">{orDash(member.objective)}</Table.Td>
                <Table.Td ta="right">{orDash(member.bound)}</Table.Td>
                <Table.Td ta="right">{formatNumber(member.seconds)}</Table.Td>
                <Table.Td>
                  <Text size="xs">
                    {member.reason} {member.note}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}
