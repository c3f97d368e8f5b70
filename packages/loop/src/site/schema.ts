import { z } from "zod";

/** `YYYY-MM-DDThh:mm`, the plant's own wall-clock time. */
const localDateTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, "Give a local date and time such as 2023-05-09T07:00.");

const ianaZone = z.string().refine(isTimeZone, "Give an IANA time zone such as Europe/Berlin.");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const simulatedSchema = z.strictObject({
  /** Name of the simulated plant under `sites/`. */
  plant: z.string().min(1),
  /** Plant seconds per wall second. */
  speed: z.number().positive().max(10_000),
  start: localDateTime,
  /** Day-ahead bidding zone, for example `DE` or `NL`. */
  zone: z.string().min(1),
  /** Native control: B0 as found, B1 well run, B2 well run with price rules. */
  controller: z.enum(["b0", "b1", "b2"]),
  seed: z.number().int().nonnegative(),
  /** Largest share by which the plant differs from its description; absent: not at all. */
  mismatch: z.number().min(0).max(0.2).exactOptional(),
});

/** Limits of one write point, in its unit: they may narrow the plant's own, never widen them. */
const writeLimitsSchema = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  maxPerHour: z.number().int().positive().optional(),
});

export const assetModes = ["shadow", "advise", "supervised", "automatic"] as const;

const approvalSchema = z.strictObject({
  /** Two users, neither the author of the change. */
  twoPerson: z.boolean(),
  autoApprove: z.boolean(),
  expiryMin: z.number().positive(),
  maxAsksPerShift: z.number().int().positive(),
  /** A proposal is raised only above both thresholds: EUR, and percent of the remaining day's cost. */
  minSavingEur: z.number().nonnegative(),
  minSavingPct: z.number().nonnegative(),
});

/** What a site file may say. Everything else in it is an error, so that a misspelt key cannot pass unseen. */
export const siteFileSchema = z.strictObject({
  $schema: z.string().optional(),
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens."),
  title: z.string().min(1),
  timeZone: ianaZone,
  simulated: simulatedSchema.optional(),
  /** Configuration by connector id; each connector checks its own. */
  connectors: z.record(z.string(), z.record(z.string(), z.json())),
  points: z.string().min(1),
  plant: z.string().min(1),
  tariff: z.string().min(1),
  useCase: z.string().min(1),
  horizonH: z.number().min(24).max(36),
  stepMin: z.union([z.literal(15), z.literal(30), z.literal(60)]),
  /** Nominated schedules and the price of missing them; the use case checks it. Absent: the contract asks for none. */
  balancing: z.record(z.string(), z.json()).exactOptional(),
  writing: z.strictObject({
    enabled: z.boolean(),
    points: z.record(z.string(), writeLimitsSchema),
  }),
  policy: z.strictObject({
    approval: approvalSchema,
    /** By asset id; an asset that is not named stays in `shadow`. */
    assetModes: z.record(z.string(), z.enum(assetModes)),
  }),
});

export type SiteFile = z.infer<typeof siteFileSchema>;
export type AssetMode = (typeof assetModes)[number];
export type ApprovalPolicy = SiteFile["policy"]["approval"];
export type SimulatedPlant = NonNullable<SiteFile["simulated"]>;
