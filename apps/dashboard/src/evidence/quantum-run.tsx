import { Card, SimpleGrid, Text, Title } from "@mantine/core";
import type { EvidenceView } from "@qtwin/api";
import { useMemo } from "react";
import { FigureTile } from "../components/figure-tile.tsx";
import { TrainedCircuit } from "../quantum/circuit-section.tsx";
import { formatEnergy, formatProbability, formatWall } from "../quantum/figures.ts";
import { Controls } from "./evidence-table.tsx";
import { verdictWords } from "./ledger.ts";

type Run = Pick<EvidenceView, "evidence" | "verdict">;

/** A quantum run of a search for a plan: what it gave, beside its controls, and its circuit. */
export function QuantumRun({ run: { evidence, verdict } }: { readonly run: Run }) {
  const { model, qubits, layers, shots, objective, predictedSuccess, observedSuccess, circuit } = evidence;
  const cost = useMemo(() => circuit && ({ kind: "quadratic", ...circuit } as const), [circuit]);
  const percent = (share: number | null | undefined): string =>
    share === null || share === undefined ? "–" : formatProbability(share);
  return (
    <Card withBorder component="section" aria-label="Quantum run">
      <Title order={3} size="h5">
        Quantum run: {model.name}
      </Title>
      <Text size="sm" mb="xs">
        {qubits} qubits{circuit?.groups && ` in ${circuit.groups.length} choices, one option of each`}
        {layers === null ? "" : `, ${layers} layers`}, {shots.toLocaleString()} shots on the {evidence.device}
        . {verdictWords[verdict.kind]}
        {verdict.control !== null && ` ${verdict.sentence}.`} The simulation decides nothing that plain
        solvers do not decide; it says what a device would give.
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} mb="md">
        <FigureTile
          title="Predicted success"
          figure={percent(predictedSuccess)}
          note="That one shot is the proven optimum, from the state."
        />
        <FigureTile
          title="Sampled success"
          figure={percent(observedSuccess?.probability)}
          note={`${observedSuccess?.hits ?? 0} of ${observedSuccess?.of ?? 0} shots, before post-processing.`}
        />
        <FigureTile
          title="Best of the run"
          figure={objective === null ? "none" : formatEnergy(objective)}
          note={`After post-processing, in ${formatWall(evidence.seconds.total * 1000)} with training.`}
        />
      </SimpleGrid>
      <Controls evidence={evidence} />
      {circuit && cost && <TrainedCircuit cost={cost} angles={circuit} name={`qaoa-window-${qubits}`} />}
    </Card>
  );
}
