import { hourMs, minuteMs } from "@qtwin/core";
import { durationText, type Snapshot } from "@qtwin/twin";
import type { z } from "zod";

/** A value of this confidence (of a stuck sensor, for example) or less is not planned on. */
const untrusted = 0.3;

/** Reads points of a snapshot; collects what is missing and what had to be replaced. */
export interface PointReader {
  readonly missing: string[];
  readonly warnings: string[];
  /** A value that the plan cannot be made without. */
  required<T>(pointId: string, schema: z.ZodType<T>, maxAgeMs?: number): T | null;
  /** A value that can be replaced; the replacement is told. */
  optional<T>(pointId: string, schema: z.ZodType<T>, instead: T, maxAgeMs?: number): T;
}

type Read<T> = { readonly value: T } | { readonly why: string };

export function pointReader(snapshot: Snapshot): PointReader {
  const missing: string[] = [];
  const warnings: string[] = [];
  const read = <T>(pointId: string, schema: z.ZodType<T>, maxAgeMs: number): Read<T> => {
    const found = snapshot.values.get(pointId);
    if (!found) return { why: `${pointId} has no value yet.` };
    if (found.ageMs > maxAgeMs) return { why: `${pointId} is ${durationText(found.ageMs)} old.` };
    if (found.confidence <= untrusted)
      return { why: `${pointId} cannot be trusted: ${found.reasons[0]?.sentence ?? "its quality is bad"}.` };
    const parsed = schema.safeParse(found.value);
    if (parsed.success) return { value: parsed.data };
    return { why: `${pointId} does not hold what it should: ${firstIssue(parsed.error)}.` };
  };
  return {
    missing,
    warnings,
    required(pointId, schema, maxAgeMs = 15 * minuteMs) {
      const result = read(pointId, schema, maxAgeMs);
      if ("value" in result) return result.value;
      missing.push(result.why);
      return null;
    },
    optional(pointId, schema, instead, maxAgeMs = hourMs) {
      const result = read(pointId, schema, maxAgeMs);
      if ("value" in result) return result.value;
      warnings.push(result.why);
      return instead;
    },
  };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join(".") || "value"} ${issue.message}` : "wrong form";
}
