import type { Meaning } from "../model.ts";

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === "string";

/** A meaning as a file of ours holds it: texts only, none of those that must be there empty. */
export const isMeaning = (value: unknown): value is Meaning =>
  isObject(value) &&
  Object.values(value).every(isText) &&
  ["id", "rule", "sentence", "unit"].every((key) => isText(value[key]) && value[key] !== "");

/** What the notes of a file keep of a meaning: its numbers hold weight and price already. */
export const spokenMeaning = ({ id, rule, sentence, unit, origin }: Meaning): Meaning => ({
  id,
  rule,
  sentence,
  unit,
  ...(origin === undefined ? {} : { origin }),
});

/** What a record of a file holds under a name, which may be one that every object has, such as `constructor`. */
export const ownEntry = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;
