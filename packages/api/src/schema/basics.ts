import { errorKinds, type Json } from "@qtwin/core";
import { z } from "zod";

/** A list nobody changes; keeps the wire types compatible with the read-only types of the domain. */
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

/** Plant time, UTC milliseconds. */
export const instantMs = z.number().int().describe("Plant time, UTC milliseconds");

/** Any JSON value. */
export const json = z.json() as z.ZodType<Json>;

export const share = z.number().min(0).max(1);

/** RFC 9457 problem details, with Qtwin's kind, stable code, fix and place. */
export const problemSchema = z
  .object({
    type: z.string().describe("URI reference of the error's documentation"),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    kind: z.enum(errorKinds),
    code: z.string().describe("Stable identifier"),
    fix: z.string().describe("What the reader can do about it"),
    where: z.string().exactOptional().describe("Path in the input"),
    retryAfterMs: z.number().exactOptional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof problemSchema>;

/** What is wrong with a text that the store cannot hold. */
export const unstorable = "must not hold NUL or half a character";
/** What a column of the store can hold as it is: no NUL, and no half of a surrogate pair. */
export const storable = z
  .string()
  .refine((value) => value.isWellFormed() && !value.includes("\0"), unstorable);

export const noInput = z.object({}).strict();
export const nothing = z.null();
