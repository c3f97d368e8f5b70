import { modelError } from "./errors.ts";
import type { ConstraintMeaning, ObjectiveMeaning } from "./model.ts";

/** @throws QT_MODEL_NEGATIVE_PRICE, QT_MODEL_BAD_RISK */
export function checkConstraintMeaning({ id, pricePerUnit: price, chance }: ConstraintMeaning): void {
  if (price !== undefined && !(price >= 0 && price < Infinity))
    throw modelError("QT_MODEL_NEGATIVE_PRICE", `The price of '${id}' is ${price}.`, id);
  if (chance !== undefined && !(chance > 0 && chance < 1))
    throw modelError("QT_MODEL_BAD_RISK", `'${id}' must hold with probability ${chance}.`, id);
}

/** @throws QT_MODEL_NOT_A_NUMBER, QT_MODEL_BAD_RISK */
export function checkObjectiveMeaning({ id, weight, priority, risk }: ObjectiveMeaning): void {
  if (weight !== undefined && !Number.isFinite(weight))
    throw modelError("QT_MODEL_NOT_A_NUMBER", `The weight of '${id}' is ${weight}.`, id);
  if (priority !== undefined && !Number.isInteger(priority))
    throw modelError("QT_MODEL_NOT_A_NUMBER", `The priority of '${id}' is ${priority}.`, id);
  if (risk?.measure === "cvar" && !(risk.alpha >= 0 && risk.alpha < 1))
    throw modelError("QT_MODEL_BAD_RISK", `The CVaR of '${id}' has alpha ${risk.alpha}.`, id);
}

/** @throws QT_MODEL_NOT_A_NUMBER, QT_MODEL_CROSSED_BOUNDS */
export function checkBounds(lower: number, upper: number, where: string): void {
  const usable = lower < Infinity && upper > -Infinity;
  if (Number.isNaN(lower) || Number.isNaN(upper) || (!usable && lower <= upper))
    throw modelError("QT_MODEL_NOT_A_NUMBER", `The bounds of '${where}' are ${lower} and ${upper}.`, where);
  if (lower > upper)
    throw modelError(
      "QT_MODEL_CROSSED_BOUNDS",
      `'${where}' must be at least ${lower} and at most ${upper}.`,
      where,
    );
}
