import { rounded } from "../decimals.ts";
import { modelError } from "../errors.ts";
import type { ConstraintMeaning } from "../model.ts";
import type { PenaltyRule } from "./options.ts";
import type { PenaltyCertificate } from "./penalty-certificate.ts";

/** What all penalties of one model are measured against; see `PenaltyCertificate`. */
export interface ObjectiveSpan
  extends Pick<PenaltyCertificate, "lowerBound" | "boundMethod" | "incumbent" | "incumbentMethod"> {
  /** What the two numbers may be wrong by from rounding. */
  readonly margin: number;
}

/** @throws QT_MODEL_BAD_PENALTY */
export function checkRule(rule: PenaltyRule, where: string): void {
  const bad = (message: string): Error => modelError("QT_MODEL_BAD_PENALTY", message, where);
  if (rule.method === "user") {
    for (const [id, weight] of Object.entries(rule.weights))
      if (!(weight >= 0 && weight < Infinity)) throw bad(`The penalty weight of '${id}' is ${weight}.`);
    return;
  }
  const { method, scale = 1 } = rule;
  if (!(scale > 0 && scale < Infinity) || (method === "exact" && scale < 1))
    throw bad(`The scale of ${method} penalties is ${scale}.`);
}

/** The weight of one penalty, and why it is large enough or not. */
export function certifiedWeight(
  rule: PenaltyRule,
  { id: constraintId, rule: of }: ConstraintMeaning,
  smallestViolation: number,
  { margin, ...span }: ObjectiveSpan,
): PenaltyCertificate {
  const gap = span.incumbent - span.lowerBound + margin;
  const isConstant = span.incumbent - span.lowerBound <= margin;
  const exact = Math.max(isConstant ? 1 : 0, niceAbove(gap / smallestViolation));
  const given = rule.method === "user" ? (rule.weights[constraintId] ?? rule.weights[of]) : undefined;
  const method = rule.method === "user" && given === undefined ? "exact" : rule.method;
  const weight = given ?? (rule.method === "user" ? exact : scaled(exact, rule.scale ?? 1));
  return {
    constraintId,
    method,
    weight,
    smallestViolation,
    ...span,
    holds: weight * smallestViolation > gap,
  };
}

/** Without what multiplying decimals leaves behind: 0.4 · 3 is 1.2. */
const scaled = (weight: number, scale: number): number =>
  weight * scale < 1e-6 ? weight * scale : rounded(weight * scale, 12);

/** A number of few digits above a given one: whole from 1 on, below that a decimal of one digit. */
function niceAbove(value: number): number {
  if (!(value > 0)) return 1;
  const room = value * (1 + 1e-9);
  if (room >= 1) return Math.floor(room) + 1;
  const digits = Math.min(300, -Math.floor(Math.log10(room)));
  const scale = 10 ** digits;
  return (Math.floor(room * scale) + 1) / scale;
}
