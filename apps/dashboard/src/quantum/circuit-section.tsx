import { Button, Group, SimpleGrid, Table, Text, Title } from "@mantine/core";
import { isingOfQuadratic, writeOpenQasm } from "@qtwin/quantum";
import { useMemo } from "react";
import { CircuitFigure } from "./circuit-figure.tsx";
import { type CircuitFacts, circuitFacts, type LayerAngles } from "./circuit-of.ts";
import type { RunReport } from "./messages.ts";
import { problemCost } from "./problems.ts";

/** Beyond so many operations a drawing shows nothing any more. */
const mostDrawn = 400;

const radians = (angle: number): string => angle.toFixed(4).replace("-", "−");

function save(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

/** Angles by layer, what the circuit needs, and its drawing. */
export function CircuitSection({ report }: { readonly report: RunReport }) {
  const { settings, quantum } = report;
  const cost = useMemo(() => problemCost(settings.problem, settings.qubits, settings.seed), [settings]);
  const name = `qaoa-${settings.problem}-${settings.qubits}`;
  return <TrainedCircuit cost={cost.kind === "quadratic" ? cost : null} angles={quantum} name={name} />;
}

type QuadraticCost = Parameters<typeof isingOfQuadratic>[0];

/** A circuit of QAOA with its angles. */
export function TrainedCircuit(props: {
  /** Null: it has products of more than two variables. */
  readonly cost: QuadraticCost | null;
  readonly angles: LayerAngles;
  /** Of the file that it is saved in. */
  readonly name: string;
}) {
  const { cost, angles, name } = props;
  const facts = useMemo(() => cost && circuitFacts(isingOfQuadratic(cost), angles), [cost, angles]);
  const drawn = useMemo(() => cost && facts && drawable(cost, angles, facts), [cost, angles, facts]);
  return (
    <section aria-label="Angles and circuit">
      <SimpleGrid cols={{ base: 1, md: 2 }} mb="md">
        <Angles angles={angles} />
        {facts && <Needs facts={facts} />}
      </SimpleGrid>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5">
          Circuit
        </Title>
        {facts && (
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => save(writeOpenQasm(facts.circuit), `${name}.qasm`)}
          >
            Save as OpenQASM 3
          </Button>
        )}
      </Group>
      {facts === null && (
        <Text size="sm">
          The circuit of a cost with products of more than two variables depends on how a device splits them,
          so none is drawn.
        </Text>
      )}
      {facts && drawn && (
        <>
          {drawn !== facts.circuit && (
            <Text size="sm">
              The first of {angles.gammas.length} layers; the others differ from it in their angles only. The
              file has them all.
            </Text>
          )}
          <CircuitFigure circuit={drawn} />
        </>
      )}
      {facts && !drawn && (
        <Text size="sm">
          {facts.circuit.operations.length.toLocaleString()} operations are too many to draw; the file has
          them all.
        </Text>
      )}
    </section>
  );
}

/** The circuit, or its first layer where all of them are too much; null: that one is too much as well. */
function drawable(cost: QuadraticCost, angles: LayerAngles, { circuit }: CircuitFacts) {
  if (circuit.operations.length <= mostDrawn) return circuit;
  const first = { ...angles, gammas: [angles.gammas[0]!], betas: [angles.betas[0]!] };
  const layer = circuitFacts(isingOfQuadratic(cost), first).circuit;
  return layer.operations.length <= mostDrawn ? layer : null;
}

function Angles({ angles: { gammas, betas, groups } }: { readonly angles: LayerAngles }) {
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        Angles
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Layer</Table.Th>
            <Table.Th ta="right">γ (rad per unit of energy)</Table.Th>
            <Table.Th ta="right">β (rad)</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {Array.from(gammas, (gamma, layer) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its index
            <Table.Tr key={layer}>
              <Table.Td>{layer + 1}</Table.Td>
              <Table.Td ta="right">{radians(gamma)}</Table.Td>
              <Table.Td ta="right">{radians(betas[layer]!)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt={4}>
        A layer is the phase exp(−iγC), C being the energy, and then{" "}
        {groups ? xyMixerText(groups.length) : "the mixer exp(−iβ ΣX)."}
      </Text>
    </div>
  );
}

const xyMixerText = (groups: number): string =>
  `the mixer exp(−iβ (XX + YY)/2) on neighbours of a ring in each of ${groups} groups: of each exactly one qubit is 1, from the start.`;

function Needs({ facts: { resources, perLayer } }: { readonly facts: CircuitFacts }) {
  const rows = [
    ["Gates on one qubit", resources.oneQubit, perLayer.oneQubit],
    ["Gates on two qubits", resources.twoQubit, perLayer.twoQubit],
    ["Time steps", resources.depth, perLayer.depth],
  ] as const;
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        What the circuit needs
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>On {resources.qubits} qubits</Table.Th>
            <Table.Th ta="right">In all</Table.Th>
            <Table.Th ta="right">One more layer</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([name, total, layer]) => (
            <Table.Tr key={name}>
              <Table.Td>{name}</Table.Td>
              <Table.Td ta="right">{total.toLocaleString()}</Table.Td>
              <Table.Td ta="right">{layer.toLocaleString()}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt={4}>
        Gates as drawn, as if any two qubits could meet. A device where they cannot adds swaps, and writes all
        in its own gates.
      </Text>
    </div>
  );
}
