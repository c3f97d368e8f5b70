import { z } from "zod";
import { instantMs, list } from "./basics.ts";
import { linkSchema } from "./site.ts";
import { pointValueSchema } from "./twin.ts";

/** Parts of the site that can change under a screen; a client asks for them again when told. */
export const changeable = [
  "proposals",
  "plan",
  "audit",
  "alerts",
  "assets",
  "learning",
  "nominations",
  "runs",
  "users",
] as const;
export type Changeable = (typeof changeable)[number];

/** What `/api/v1/events` sends: the SSE event name is `type`, its data this object as JSON. */
export const eventSchema = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("clock"), plantMs: instantMs, wallMs: z.number(), speed: z.number() }),
    z.object({ type: z.literal("values"), values: list(pointValueSchema) }),
    z.object({ type: z.literal("links"), links: list(linkSchema) }),
    z.object({ type: z.literal("changed"), parts: list(z.enum(changeable)) }),
    z.object({ type: z.literal("degraded"), code: z.string(), detail: z.string(), fix: z.string() }),
  ])
  .meta({ id: "Event" });
export type ServerEvent = z.infer<typeof eventSchema>;
