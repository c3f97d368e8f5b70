import { isDeepStrictEqual } from "node:util";
import { modelError } from "../../errors.ts";
import type { Meaning, Model } from "../../model.ts";
import type { structureKinds } from "../../structures.ts";

/** @param format for example `a job shop` */
export function notWritable(model: Model, format: string, why: string, fix?: string): Error {
  const message = `'${model.name}' cannot be written as ${format}: ${why}`;
  return modelError("QT_MODEL_NOT_WRITABLE", message, model.name, fix);
}

/**
 * A format that has room for the data of one problem only loses nothing when the model is just what its reader makes of
 * these data; where things came from does not count.
 * @throws QT_MODEL_NOT_WRITABLE with the first part that differs
 */
export function requireOwnForm(model: Model, rebuilt: Model, format: string): void {
  for (const part of [
    "sense",
    "variables",
    "constraints",
    "structures",
    "objective",
    "uncertainty",
  ] as const) {
    if (isDeepStrictEqual(withoutOrigin(model[part]), withoutOrigin(rebuilt[part]))) continue;
    throw notWritable(model, format, `its ${part} are not those of such a problem.`);
  }
}

/** Copies down to the meanings; columns stay as they are. */
function withoutOrigin(part: unknown): unknown {
  if (part === null || typeof part !== "object" || ArrayBuffer.isView(part)) return part;
  if (Array.isArray(part)) return part.map(withoutOrigin);
  const { origin: _, ...rest } = part as Partial<Meaning>;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, withoutOrigin(value)]));
}

/** Structures of one kind, in order. */
export function structuresOf<Kind extends (typeof structureKinds)[number]>(
  { structures }: Model,
  kind: Kind,
): readonly Extract<Model["structures"][number], { kind: Kind }>[] {
  return structures.filter((each): each is Extract<typeof each, { kind: Kind }> => each.kind === kind);
}

/** The numbers in a name such as `start[3,2]`; null when it is none of that kind. */
export function indicesIn(name: string, stem: string): readonly number[] | null {
  const match = name.startsWith(`${stem}[`) && /^\[(\d+(?:,\d+)*)\]$/.exec(name.slice(stem.length));
  return match ? match[1]!.split(",").map(Number) : null;
}

/** Numbers as a line of text; JavaScript writes each so that reading gives it back. */
export const lineOf = (values: Iterable<number>): string => Array.from(values, String).join(" ");
