import { SimpleGrid } from "@mantine/core";
import { FigureTile } from "../components/figure-tile.tsx";
import { formatEnergy, formatProbability, formatWall, shotsForCertainty } from "./figures.ts";
import type { RunReport } from "./messages.ts";

/** The four figures of a run, the certified optimum first. */
export function ResultTiles({ report }: { readonly report: RunReport }) {
  const { certified, quantum, settings } = report;
  const { samples } = quantum;
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
        figure={formatProbability(quantum.successProbability!)}
        note={certaintyNote(quantum.successProbability!, 2 ** -settings.qubits * minimisers)}
      />
      <FigureTile
        title="Mean energy of the final state"
        figure={formatEnergy(quantum.expectation)}
        note={`States prepared: ${(evaluations + gradients).toLocaleString()}, in ${formatWall(report.wallMs)}${quantum.stopped ? ", then stopped" : ""}.`}
      />
      <FigureTile
        title="Best sample"
        figure={formatEnergy(samples.best.energy)}
        note={`${samples.optimal!.toLocaleString()} of ${samples.shots.toLocaleString()} shots are optimal.`}
      />
    </SimpleGrid>
  );
}

function certaintyNote(probability: number, chance: number): string {
  const shots = shotsForCertainty(probability);
  const need = Number.isFinite(shots)
    ? ` In ${shots.toLocaleString()} ${shots === 1 ? "shot" : "shots"} an optimum comes up with 99\u00a0% probability.`
    : "";
  return `For one shot without noise; a random assignment has ${formatProbability(chance)}.${need}`;
}
