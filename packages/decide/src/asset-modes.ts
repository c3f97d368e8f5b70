import type { Actor } from "./approval.ts";
import { decideError } from "./errors.ts";
import { type AssetMode, assetModes } from "./proposal.ts";

/** What speaks for giving an asset more freedom. */
export interface StepUpEvidence {
  /** Days in the present mode with prediction error, saving and overrides recorded. */
  readonly days: number;
  readonly simulated: boolean;
  /** Highest mode the site file grants a simulated asset at once; null where it grants none. */
  readonly granted: AssetMode | null;
}

export const evidenceDays = 14;
const rank = (mode: AssetMode): number => assetModes.indexOf(mode);

/**
 * The mode after an approver asked for more freedom: one step at a time, with 14 days of evidence; the file of a
 * simulated site may grant a mode at once.
 * @throws QT_DECIDE_MACHINE, QT_DECIDE_NOT_ALLOWED, QT_DECIDE_WRONG_STATE
 */
export function stepUp(
  current: AssetMode,
  wanted: AssetMode,
  actor: Actor,
  evidence: StepUpEvidence,
): AssetMode {
  const { simulated, granted, days } = evidence;
  if (simulated && granted !== null && rank(wanted) <= rank(granted)) return wanted;
  if (actor.kind !== "user") throw decideError("QT_DECIDE_MACHINE", `'${actor.name}' is not a person.`);
  if (!actor.roles.includes("approver")) {
    throw decideError("QT_DECIDE_NOT_ALLOWED", `'${actor.name}' may not change asset modes.`);
  }
  if (rank(wanted) !== rank(current) + 1) {
    throw decideError("QT_DECIDE_WRONG_STATE", `A step up goes from ${current} to the next mode only.`);
  }
  if (days < evidenceDays) {
    throw decideError("QT_DECIDE_WRONG_STATE", `${days} of ${evidenceDays} days of evidence are there.`);
  }
  return wanted;
}

export interface ModeHealth {
  /** Commands the plant or an operator refused today. */
  readonly refusalsToday: number;
  /** Whether the quality gate passed for the asset's points. */
  readonly dataGood: boolean;
  /** How far the model was off on the last day, and how far it may be; null where nothing new is known of it. */
  readonly modelError: { readonly errorPct: number; readonly limitPct: number } | null;
}

export interface StepDown {
  readonly mode: AssetMode;
  readonly reason: string;
}

export const refusalsForStepDown = 3;

/** The automatic step down of an asset, with its reason; null when nothing speaks for one. */
export function stepDown(current: AssetMode, health: ModeHealth): StepDown | null {
  if (current === "shadow") return null;
  const mode = assetModes[rank(current) - 1]!;
  if (!health.dataGood) return { mode, reason: "Its data is poor." };
  if (health.refusalsToday >= refusalsForStepDown) {
    return { mode, reason: `${health.refusalsToday} commands were refused today.` };
  }
  const { modelError } = health;
  if (!modelError || modelError.errorPct <= modelError.limitPct) return null;
  const [error, limit] = [modelError.errorPct, modelError.limitPct].map((percent) => percent.toFixed(1));
  return { mode, reason: `The model predicts it with an error of ${error} %; ${limit} % is its limit.` };
}

/** Whether approved commands of an asset in this mode are written. */
export const writesIn = (mode: AssetMode): boolean => mode === "supervised" || mode === "automatic";

/** Whether proposals for an asset in this mode ask a person; in shadow mode they are only shown. */
export const asksIn = (mode: AssetMode): boolean => mode !== "shadow";
