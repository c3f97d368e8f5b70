import { csvLine, localIso, stepStartMs } from "@qtwin/core";
import type { NominationRecord } from "@qtwin/store";

/** A nomination as the supplier takes it, CSV (RFC 4180): begin and end in local time with offset, mean power and energy of each step. */
export function nominationCsv({ nominated }: NominationRecord, zone: string): string {
  const { grid, kw } = nominated;
  const lines = kw.map((meanKw, step) =>
    csvLine([
      localIso(stepStartMs(grid, step), zone),
      localIso(stepStartMs(grid, step + 1), zone),
      meanKw.toFixed(3),
      ((meanKw * grid.stepMin) / 60).toFixed(3),
    ]),
  );
  return csvLine(["begin", "end", "power (kW)", "energy (kWh)"]) + lines.join("");
}
