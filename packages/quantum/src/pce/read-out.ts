import type { Random } from "@qtwin/core";
import { sampleBasis } from "../simulate/sample.ts";
import type { MeasuredAnsatz } from "./correlator-ansatz.ts";
import { correlatorsOf } from "./correlators.ts";
import type { PauliEncoding } from "./encoding.ts";

/** The correlators as so many shots in each basis estimate them. */
function estimatedCorrelators(
  encoding: PauliEncoding,
  { seen }: MeasuredAnsatz,
  shots: number,
  random: Random,
): Float64Array {
  const shares = seen.map((state) => {
    const share = new Float64Array(state.re.length);
    for (const basis of sampleBasis(state, shots, random)) share[basis]! += 1 / shots;
    return share;
  });
  return correlatorsOf(encoding, shares);
}

/** Spins by the signs of the correlators: exact without shots. A correlator of 0 is +1. */
export function readSpins(
  encoding: PauliEncoding,
  measured: MeasuredAnsatz,
  shots: number,
  random: Random,
): Int8Array {
  const correlators =
    shots > 0 ? estimatedCorrelators(encoding, measured, shots, random) : measured.correlators;
  return Int8Array.from(correlators, (value) => (value < 0 ? -1 : 1));
}
