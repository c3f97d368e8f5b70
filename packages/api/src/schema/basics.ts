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

/** Anything whose texts a column of the store can hold as they are: no NUL, and no half of a surrogate pair. */
export const storable = z.unknown().superRefine((input, context) => {
  for (const [path, text] of textsOf(input))
    if (!text.isWellFormed() || text.includes("\0"))
      context.addIssue({ code: "custom", path, message: "must not hold NUL or half a character" });
});

function* textsOf(input: unknown, path: readonly string[] = []): Generator<[string[], string]> {
  if (typeof input === "string") yield [[...path], input];
  else if (typeof input === "object" && input !== null)
    for (const [key, value] of Object.entries(input)) yield* textsOf(value, [...path, key]);
}

export const noInput = z.object({}).strict();
export const nothing = z.null();
