import type { Json } from "@qtwin/core";
import type { PointSpec } from "../point.ts";
import { type Rule, reason } from "./rule.ts";

/** TW12: a value of another type than declared, or none where there must be one, is not usable. */
export const typeRule: Rule = ({ spec, raw }) => {
  if (fits(spec.type, raw.value)) return null;
  const found = raw.value === null ? "no value" : `a ${typeof raw.value}`;
  return reason("type", 0, `${spec.title} sent ${found} where a ${spec.type} is declared`);
};

function fits(type: PointSpec["type"], value: Json): boolean {
  if (type === "json") return true;
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  if (type === "boolean") return typeof value === "boolean";
  return typeof value === "string";
}
