import type { HeldState } from "./held-state.ts";

/** Above this tangent a mixer runs as two of half the angle, so that taking out the cosines loses no digits. */
const greatestTangent = 2;

export function splits(beta: number): boolean {
  return Math.abs(Math.tan(beta)) > greatestTangent;
}

/** The cosines that the butterflies of all mixed qubits leave out. */
export function scaleOf({ layout }: HeldState, beta: number): number {
  return Math.cos(beta) ** (layout.heldQubits + Number(layout.mirrored));
}

/** The phase exp(-i gamma C) in turns for each unit of cost. */
export function turnsOf(gamma: number): number {
  return -gamma / (2 * Math.PI);
}

/** ψ ← exp(-i beta ΣX) exp(-i gamma C) ψ */
export function runLayer(held: HeldState, gamma: number, beta: number): void {
  if (splits(beta)) {
    runLayer(held, gamma, beta / 2);
    runLayer(held, 0, beta / 2);
    return;
  }
  const scale = scaleOf(held, beta);
  held.exports.preparePhase(turnsOf(gamma), scale);
  held.run("layerTiles", turnsOf(gamma), scale, Math.tan(beta));
  for (let pass = 0; pass < held.layout.passes; pass += 1) held.run("layerColumns", pass, Math.tan(beta));
}
