import { z } from "zod";
import type { BalancingContract } from "../nominating.ts";

/** What a site says of its contract; prices that it leaves out are those of the tariff. */
export const balancingSchema = z.strictObject({
  /** Of what was nominated for the quarter-hour. */
  toleranceShare: z.number().min(0).max(1).default(0.1),
  /** On each MWh bought above and below the tolerance, beside the day-ahead price. */
  eurPerMwhShort: z.number().nonnegative().exactOptional(),
  eurPerMwhLong: z.number().nonnegative().exactOptional(),
  nominateAt: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Give a local clock time such as 11:00.")
    .default("11:00"),
});

/** How far balancing energy lies from day-ahead, in most quarter-hours and in rare ones. */
export interface ImbalanceSpread {
  readonly spreadEurMwh: number;
  readonly rareShare: number;
  readonly rareSpreadEurMwh: number;
}

/** Which quarter-hours are the rare ones nobody knows beforehand: without prices of its own a contract has their mean. */
export function balancingContract(
  said: z.infer<typeof balancingSchema>,
  { spreadEurMwh, rareShare, rareSpreadEurMwh }: ImbalanceSpread,
): BalancingContract {
  const meanEurPerMwh = (1 - rareShare) * spreadEurMwh + rareShare * rareSpreadEurMwh;
  const { toleranceShare, nominateAt } = said;
  return {
    toleranceShare,
    nominateAt,
    eurPerMwhShort: said.eurPerMwhShort ?? meanEurPerMwh,
    eurPerMwhLong: said.eurPerMwhLong ?? meanEurPerMwh,
  };
}

/** Bought beyond, and below, what the tolerance around a nomination lets pass. */
export interface Deviation {
  readonly shortKwh: number;
  readonly longKwh: number;
}

export function deviationOf(nominatedKwh: number, boughtKwh: number, toleranceShare: number): Deviation {
  return {
    shortKwh: Math.max(0, boughtKwh - nominatedKwh * (1 + toleranceShare)),
    longKwh: Math.max(0, nominatedKwh * (1 - toleranceShare) - boughtKwh),
  };
}

/** What a deviation costs beside the energy at day-ahead, EUR. */
export const deviationEur = (
  { eurPerMwhShort, eurPerMwhLong }: Pick<BalancingContract, "eurPerMwhShort" | "eurPerMwhLong">,
  { shortKwh, longKwh }: Deviation,
): number => (shortKwh * eurPerMwhShort + longKwh * eurPerMwhLong) / 1000;
