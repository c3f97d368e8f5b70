import { Table, Text, Title } from "@mantine/core";
import type { SampleSummary } from "@qtwin/quantum";
import { formatEnergy, formatProbability, formatWall } from "./figures.ts";
import type { RunReport } from "./messages.ts";

interface Row {
  readonly method: string;
  readonly best: number;
  readonly mean: string;
  readonly success: string;
  readonly hits: string;
  readonly wall: string;
}

const sampled = ({ best, mean, optimal, shots }: SampleSummary) => ({
  best: best.energy,
  mean: formatEnergy(mean),
  hits: `${optimal!.toLocaleString()} of ${shots.toLocaleString()}`,
});

function rowsOf({ certified, settings, quantum, wallMs }: RunReport): readonly Row[] {
  return [
    {
      method: `Enumeration of all ${(2 ** settings.qubits).toLocaleString()} assignments`,
      best: certified.energy,
      mean: "–",
      success: "proven",
      hits: "–",
      wall: formatWall(certified.wallMs),
    },
    {
      method: `QAOA, p = ${settings.layers}, simulated without noise`,
      ...sampled(quantum.samples),
      success: formatProbability(quantum.successProbability!),
      wall: formatWall(wallMs),
    },
    {
      method: "Random sampling",
      ...sampled(quantum.randomSamples),
      best: quantum.randomBest.energy,
      success: formatProbability(certified.minimisers / 2 ** settings.qubits),
      wall: "–",
    },
  ];
}

/** The quantum run between enumeration and chance, and what it is for. */
export function ComparisonTable({ report }: { readonly report: RunReport }) {
  return (
    <section aria-label="Compared with enumeration and chance">
      <Title order={3} size="h5" mb="xs">
        Compared with enumeration and chance
      </Title>
      <Text size="sm" mb="xs">
        {purpose(report)}
      </Text>
      <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} role="region" aria-label="Comparison">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Method</Table.Th>
              <Table.Th ta="right">Best energy</Table.Th>
              <Table.Th ta="right">Mean of samples</Table.Th>
              <Table.Th ta="right">Success probability</Table.Th>
              <Table.Th ta="right">Optimal shots</Table.Th>
              <Table.Th ta="right">Time</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rowsOf(report).map((row) => (
              <Table.Tr key={row.method}>
                <Table.Td>{row.method}</Table.Td>
                <Table.Td ta="right">{formatEnergy(row.best)}</Table.Td>
                <Table.Td ta="right">{row.mean}</Table.Td>
                <Table.Td ta="right">{row.success}</Table.Td>
                <Table.Td ta="right">{row.hits}</Table.Td>
                <Table.Td ta="right">{row.wall}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" mt={4}>
        Success probability is that of one shot. The time of QAOA is that of the whole run: training the
        angles, drawing both sets of shots, and an enumeration of its own.
      </Text>
    </section>
  );
}

function purpose({ certified, settings }: RunReport): string {
  return `At ${settings.qubits} variables enumeration finds and proves the optimum in ${formatWall(certified.wallMs)}; the simulated quantum run is for something else: it gives angles to take to quantum hardware, the success probability that hardware without noise would have, and what the circuit needs.`;
}
