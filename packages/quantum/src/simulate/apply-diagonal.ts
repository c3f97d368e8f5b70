import type { Statevector } from "./statevector.ts";

/** e^(i angle) on the amplitudes where all bits of `mask` are 1: p, z, s, t and gphase under any controls. */
export function applyPhase({ re, im, gates }: Statevector, angle: number, mask: number): void {
  if (gates) {
    gates.phase(angle, mask);
    return;
  }
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < re.length; i++) {
    if ((i & mask) !== mask) continue;
    const real = re[i]!;
    re[i] = cos * real - sin * im[i]!;
    im[i] = cos * im[i]! + sin * real;
  }
}

/**
 * exp(-i gamma C) for an explicit diagonal C, the phase of a QAOA layer.
 * @param energies C by basis index
 */
export function applyEnergies({ re, im }: Statevector, energies: ArrayLike<number>, gamma: number): void {
  for (let i = 0; i < re.length; i++) {
    const angle = -gamma * energies[i]!;
    const [cos, sin, real] = [Math.cos(angle), Math.sin(angle), re[i]!];
    re[i] = cos * real - sin * im[i]!;
    im[i] = cos * im[i]! + sin * real;
  }
}
