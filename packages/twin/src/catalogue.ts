import { isUnit, type QtwinError } from "@qtwin/core";
import { z } from "zod";
import type { BalanceGroup } from "./cleansing/balance.ts";
import { twinErrors } from "./errors.ts";
import { type PointSpec, pointKinds, type WritePoint } from "./point.ts";

/** The points of a plant: what is read, what may be written, and which counters must add up. */
export interface Catalogue {
  readonly points: readonly PointSpec[];
  readonly writePoints: readonly WritePoint[];
  readonly balances: readonly BalanceGroup[];
}

const positive = z.number().positive();
const id = z
  .string()
  .regex(
    /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/,
    "dotted, lower camel case, asset first: battery.socPct",
  );
const range = z
  .strictObject({ min: z.number(), max: z.number() })
  .refine(({ min, max }) => min < max, "min must be below max");

const sourceSchema = z.discriminatedUnion("connector", [
  z.strictObject({ connector: z.literal("opcua"), nodeId: z.string().min(1) }),
  z.strictObject({
    connector: z.literal("mqtt"),
    topic: z.string().min(1),
    path: z.string(),
    unit: z.string().exactOptional(),
  }),
]);

const pointSchema = z.strictObject({
  id,
  asset: z.string().min(1),
  title: z.string().min(1),
  kind: z.enum(pointKinds),
  type: z.enum(["number", "boolean", "text", "json"]),
  unit: z.string(),
  range: range.exactOptional(),
  maxRatePerS: positive.exactOptional(),
  interval: z.strictObject({ seconds: positive, label: z.enum(["start", "end"]) }).exactOptional(),
  rollover: positive.exactOptional(),
  deadBand: z.number().nonnegative().exactOptional(),
  periodS: positive,
  accuracy: z
    .strictObject({ absolute: z.number().nonnegative(), relative: z.number().nonnegative() })
    .exactOptional(),
  calibrationDue: z.iso.date().exactOptional(),
  stuckAfterS: positive.exactOptional(),
  modePoint: z.string().exactOptional(),
  owner: z.string().min(1),
  source: sourceSchema,
}) satisfies z.ZodType<PointSpec>;

const writePointSchema = z.strictObject({
  id,
  asset: z.string().min(1),
  title: z.string().min(1),
  type: z.enum(["number", "json"]),
  unit: z.string(),
  range: range.exactOptional(),
  maxPerHour: positive,
  commandNodeId: z.string().min(1),
  ackNodeId: z.string().min(1),
  verify: z.strictObject({
    pointId: z.string(),
    tolerance: z.number().nonnegative(),
    withinS: positive,
  }),
  modePoint: z.string(),
}) satisfies z.ZodType<WritePoint>;

const balanceSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  sources: z.array(z.string()).min(1),
  uses: z.array(z.string()).min(1),
}) satisfies z.ZodType<BalanceGroup>;

const catalogueSchema = z.strictObject({
  points: z.array(pointSchema).min(1),
  writePoints: z.array(writePointSchema).default([]),
  balances: z.array(balanceSchema).default([]),
});

/**
 * Checks a point catalogue as read from its JSON file.
 * @param file name put before each `where`, for example `points.json`
 * @throws QT_TWIN_CATALOGUE, QT_TWIN_UNKNOWN_UNIT, QT_TWIN_DUPLICATE_POINT, QT_TWIN_UNKNOWN_POINT
 */
export function parseCatalogue(input: unknown, file = "points.json"): Catalogue {
  const parsed = catalogueSchema.safeParse(input);
  if (!parsed.success) throw schemaError(parsed.error.issues, input, file);
  checkIds(parsed.data, file);
  checkUnits(parsed.data, file);
  checkReferences(parsed.data, file);
  return parsed.data;
}

/** `points[3].range.min`, with the file in front. */
function pathText(file: string, path: readonly PropertyKey[]): string {
  const inside = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
  return `${file}: ${inside.replace(/^\./, "") || "the whole file"}`;
}

function schemaError(issues: readonly z.core.$ZodIssue[], input: unknown, file: string): QtwinError {
  const issue = issues[0]!;
  const [list, index] = issue.path;
  const entry =
    typeof index === "number"
      ? (input as Record<string, { id?: unknown }[]>)[String(list)]?.[index]?.id
      : undefined;
  const subject = typeof entry === "string" ? `Entry '${entry}'` : "The point catalogue";
  const more = issues.length > 1 ? ` (${issues.length - 1} more findings)` : "";
  return twinErrors.catalogueInvalid(
    pathText(file, issue.path),
    `${subject} is not valid: ${issue.message}${more}.`,
    "Correct this entry; the fields are described in docs/spec/twin.md, section 1.",
  );
}

function checkIds(catalogue: Catalogue, file: string): void {
  const seen = new Map<string, string>();
  for (const list of ["points", "writePoints", "balances"] as const) {
    catalogue[list].forEach((entry, index) => {
      const where = `${file}: ${list}[${index}].id`;
      const first = seen.get(entry.id);
      if (first !== undefined) throw twinErrors.duplicatePoint(where, entry.id, first);
      seen.set(entry.id, where);
    });
  }
}

function checkUnits(catalogue: Catalogue, file: string): void {
  for (const list of ["points", "writePoints"] as const) {
    catalogue[list].forEach((entry, index) => {
      const sent = "source" in entry && entry.source.connector === "mqtt" ? entry.source.unit : undefined;
      if (!isUnit(entry.unit))
        throw twinErrors.unknownUnit(`${file}: ${list}[${index}].unit`, entry.id, entry.unit);
      if (sent !== undefined && !isUnit(sent)) {
        throw twinErrors.unknownUnit(`${file}: ${list}[${index}].source.unit`, entry.id, sent);
      }
    });
  }
}

function checkReferences(catalogue: Catalogue, file: string): void {
  const ids = new Set(catalogue.points.map((point) => point.id));
  const must = (pointId: string | undefined, where: string): void => {
    if (pointId !== undefined && !ids.has(pointId))
      throw twinErrors.unknownPoint(`${file}: ${where}`, pointId);
  };
  catalogue.points.forEach((point, index) => {
    must(point.modePoint, `points[${index}].modePoint`);
    if (point.kind === "counter" && point.type !== "number") {
      throw twinErrors.catalogueInvalid(
        `${file}: points[${index}].type`,
        `Counter '${point.id}' has the type '${point.type}'.`,
        "Counters are of type 'number'.",
      );
    }
  });
  catalogue.writePoints.forEach((point, index) => {
    must(point.modePoint, `writePoints[${index}].modePoint`);
    must(point.verify.pointId, `writePoints[${index}].verify.pointId`);
  });
  catalogue.balances.forEach((group, index) => {
    for (const side of ["sources", "uses"] as const) {
      group[side].forEach((pointId, member) => {
        must(pointId, `balances[${index}].${side}[${member}]`);
      });
    }
  });
}
