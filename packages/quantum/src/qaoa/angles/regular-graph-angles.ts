import { quantumError } from "../../errors.ts";
import type { Angles } from "./angles.ts";
import { regularGraphTable } from "./regular-graph-table.ts";
import { skAngles } from "./sk-angles.ts";

/**
 * Fixed angles for MaxCut on d-regular graphs. Where the table ends, those of the infinite Sherrington-Kirkpatrick model,
 * to which they tend with the degree: gamma √(d - 1) of one becomes gamma of the other.
 * @param degree at least 2
 * @throws QT_QUANTUM_BAD_START
 */
export function regularGraphAngles(degree: number, layers: number): Angles {
  if (!Number.isInteger(degree) || degree < 2)
    throw quantumError("QT_QUANTUM_BAD_START", `${degree} is no degree of a regular graph.`, "start.degree");
  // The energy scale of a d-regular graph with couplings ±1 is √d.
  const entry = regularGraphTable[degree]?.[layers - 1];
  if (entry !== undefined)
    return {
      gammas: Float64Array.from(entry.gammas, (gamma) => gamma * Math.sqrt(degree)),
      betas: Float64Array.from(entry.betas, (beta) => -beta),
    };
  const sk = skAngles(layers);
  return { ...sk, gammas: sk.gammas.map((gamma) => gamma * Math.sqrt(degree / (degree - 1))) };
}
