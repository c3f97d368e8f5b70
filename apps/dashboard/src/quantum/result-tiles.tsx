import { SimpleGrid } from "@mantine/core";
import { FigureTile } from "../components/figure-tile.tsx";
import { formatEnergy, formatProbability, formatWall, shotsForCertainty } from "./figures.ts";
import type { SampleSummary } from "./histogram.ts";
import type { RunReport } from "./messages.ts";

/** The four figures of a run, the certified optimum first. */
export function ResultTiles({
  report,
  summary,
}: {
  readonly report: RunReport;
  readonly summary: SampleSummary;
}) {
  const { certified, quantum, settings } = report;
  const { minimisers } = certified;
  const ways =
    minimisers === 1 ? "one assignment attains it" : `${minimisers.toLocaleString()} assignments attain it`;
  const { evaluations, gradients } = quantum.effort;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
      <FigureTile
        title="Certified optimum"
        figure={formatEnergy(certified.energy)}
        note={`By enumeration in ${formatWall(certified.wallMs)}; ${ways}.`}
      />
      <FigureTile
        title="Success probability"
        figure={formatProbability(quantum.successProbability)}
        note={certaintyNote(quantum.successProbability, 2 ** -settings.qubits * minimisers)}
      />
      <FigureTile
        title="Mean energy of the final state"
        figure={formatEnergy(quantum.expectation)}
        note={`States prepared: ${(evaluations + gradients).toLocaleString()}, in ${formatWall(quantum.wallMs)}${quantum.stopped ? ", then stopped" : ""}.`}
      />
      <FigureTile
        title="Best sample"
        figure={formatEnergy(summary.least)}
        note={`${summary.optimal.toLocaleString()} of ${summary.shots.toLocaleString()} shots are optimal.`}
      />
    </SimpleGrid>
  );
}

function certaintyNote(probability: number, chance: number): string {
  const shots = shotsForCertainty(probability);
  const need = Number.isFinite(shots)
    ? ` ${shots.toLocaleString()} shots see an optimum with 99\u00a0%.`
    : "";
  return `Predicted for one shot without noise; chance alone has ${formatProbability(chance)}.${need}`;
}
