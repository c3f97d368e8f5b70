import { KernelError } from "./errors.ts";

const refuse = (message: string): never => {
  throw new KernelError("QT_KERNEL_BAD_ARGUMENT", message);
};

/** @throws KernelError QT_KERNEL_BAD_ARGUMENT */
export function checkAngle(angle: number): void {
  if (!Number.isFinite(angle)) refuse(`The angle ${angle} is not a finite number.`);
}

/** One gamma for each beta. @throws KernelError QT_KERNEL_BAD_ARGUMENT */
export function checkAngles(gammas: ArrayLike<number>, betas: ArrayLike<number>): void {
  if (gammas.length !== betas.length) refuse(`${gammas.length} gammas stand against ${betas.length} betas.`);
  for (const angles of [gammas, betas]) Array.from(angles).forEach(checkAngle);
}

/** The fraction of a CVaR. @throws KernelError QT_KERNEL_BAD_ARGUMENT */
export function checkAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha <= 1)) refuse(`alpha is ${alpha}, not above 0 and at most 1.`);
}

/** @throws KernelError QT_KERNEL_BAD_ARGUMENT */
export function checkShots(shots: number, seed: number): void {
  if (!Number.isInteger(shots) || shots < 1) refuse(`shots is ${shots}, not a whole number from 1.`);
  if (!Number.isSafeInteger(seed)) refuse(`seed is ${seed}, not a whole number.`);
}
