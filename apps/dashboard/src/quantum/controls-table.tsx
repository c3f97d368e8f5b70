import { Table, Text, Title } from "@mantine/core";
import { formatEnergy, formatProbability, formatWall } from "./figures.ts";
import type { SampleSummary } from "./histogram.ts";
import type { RunReport } from "./messages.ts";

interface Row {
  readonly method: string;
  readonly best: number;
  readonly mean: string;
  readonly success: string;
  readonly hits: string;
  readonly wallMs: number;
}

function rowsOf(report: RunReport, quantum: SampleSummary, random: SampleSummary): readonly Row[] {
  const { certified, settings } = report;
  const hits = ({ optimal, shots }: SampleSummary) =>
    `${optimal.toLocaleString()} of ${shots.toLocaleString()}`;
  return [
    {
      method: `Enumeration of all ${(2 ** settings.qubits).toLocaleString()} assignments`,
      best: certified.energy,
      mean: "–",
      success: "proven",
      hits: "–",
      wallMs: certified.wallMs,
    },
    {
      method: `QAOA, p = ${settings.layers}, simulated without noise`,
      best: quantum.least,
      mean: formatEnergy(quantum.mean),
      success: formatProbability(report.quantum.successProbability),
      hits: hits(quantum),
      wallMs: report.quantum.wallMs,
    },
    {
      method: "Random sampling",
      best: random.least,
      mean: formatEnergy(random.mean),
      success: formatProbability(certified.minimisers / 2 ** settings.qubits),
      hits: hits(random),
      wallMs: report.random.wallMs,
    },
  ];
}

/** The quantum run between its controls, and what it is for. */
export function ControlsTable(props: {
  readonly report: RunReport;
  readonly quantum: SampleSummary;
  readonly random: SampleSummary;
}) {
  const rows = rowsOf(props.report, props.quantum, props.random);
  return (
    <section aria-label="Beside its controls">
      <Title order={3} size="h5" mb="xs">
        Beside its controls
      </Title>
      <Text size="sm" mb="xs">
        {purpose(props.report)}
      </Text>
      <Table.ScrollContainer minWidth={640} type="native" tabIndex={0} role="region" aria-label="Controls">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Method</Table.Th>
              <Table.Th ta="right">Best energy</Table.Th>
              <Table.Th ta="right">Mean of samples</Table.Th>
              <Table.Th ta="right">Optimum a shot</Table.Th>
              <Table.Th ta="right">Optimal shots</Table.Th>
              <Table.Th ta="right">Time</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.method}>
                <Table.Td>{row.method}</Table.Td>
                <Table.Td ta="right">{formatEnergy(row.best)}</Table.Td>
                <Table.Td ta="right">{row.mean}</Table.Td>
                <Table.Td ta="right">{row.success}</Table.Td>
                <Table.Td ta="right">{row.hits}</Table.Td>
                <Table.Td ta="right">{formatWall(row.wallMs)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function purpose({ certified, settings }: RunReport): string {
  return `At ${settings.qubits} variables enumeration finds and proves the optimum in ${formatWall(certified.wallMs)}; the simulated quantum run is for something else: angles to take to hardware, the success probability to expect there without noise, and what the circuit needs.`;
}
