import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import type { Format } from "./format.ts";
import { openSource } from "./open-source.ts";
import { formats } from "./registry.ts";
import type { Source } from "./source.ts";

type Registered = (typeof formats)[number];
export type ModelFormat = Registered["id"];
/** Formats whose files are text. */
export type TextFormat = Extract<Registered, Format<string, string>>["id"];

/** Ids of all formats. */
export const modelFormats: readonly ModelFormat[] = formats.map(({ id }) => id);
/** Ids of the formats `printModel` writes. */
export const printableFormats: readonly ModelFormat[] = formats
  .filter(({ print }) => print)
  .map(({ id }) => id);

const anyFormats: readonly Format<ModelFormat, string | Uint8Array>[] = formats;

/**
 * Text of a model, or bytes where the format has them.
 * @throws QT_MODEL_NOT_WRITABLE, QT_MODEL_UNREACHABLE when the format cannot say what the model says
 */
export function printModel(model: Model, format: TextFormat): string;
export function printModel(model: Model, format: ModelFormat): string | Uint8Array;
export function printModel(model: Model, format: ModelFormat): string | Uint8Array {
  const { print, title } = formatOf(format);
  if (print) return print(model);
  throw modelError(
    "QT_MODEL_NOT_WRITABLE",
    `${title} is read, not written.`,
    format,
    `Write ${oneOf(printableFormats)}.`,
  );
}

/**
 * Reads a model; gzip is unpacked as it is.
 * @param format found from the content when left out
 * @param options `problem`: which one, for files that hold several
 * @throws QT_MODEL_UNKNOWN_FORMAT, QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE, QT_MODEL_UNKNOWN_PROBLEM
 */
export function parseModel(
  content: Uint8Array | string,
  fileName: string,
  format?: ModelFormat,
  options: { readonly problem?: string } = {},
): Model {
  const source = openSource(content, fileName, options.problem);
  return formatOf(format ?? detectFormat(source)).parse(source);
}

/** The format whose content this is; where several fit equally well, the one that the file's ending names. */
export function detectFormat(source: Source): ModelFormat {
  const scored = anyFormats
    .filter(({ binary }) => binary || source.head !== "")
    .map((format) => ({ format, score: Number(format.detect(source)) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const fitting = scored.filter(({ score }) => score > 0 && score === best).map(({ format }) => format);
  if (fitting.length === 1) return fitting[0]!.id;
  const named = fitting.filter(({ extensions }) => extensions.some((end) => endsWith(source.fileName, end)));
  if (named.length === 1) return named[0]!.id;
  throw fitting.length > 1 ? ambiguous(source, fitting) : unknown(source);
}

function endsWith(fileName: string, extension: string): boolean {
  return fileName.toLowerCase().replace(/\.gz$/, "").endsWith(extension);
}

function formatOf(id: ModelFormat): Format<ModelFormat, string | Uint8Array> {
  const format = anyFormats.find((each) => each.id === id);
  if (format) return format;
  throw modelError(
    "QT_MODEL_UNKNOWN_FORMAT",
    `There is no format '${id}'.`,
    id,
    `Name ${oneOf(modelFormats)}.`,
  );
}

function ambiguous({ fileName }: Source, fitting: readonly { readonly id: ModelFormat }[]): Error {
  const ids = fitting.map(({ id }) => id);
  const message = `The content fits several formats: ${ids.join(", ")}.`;
  return modelError("QT_MODEL_UNKNOWN_FORMAT", message, `${fileName}:1:1`, `Name the format: ${oneOf(ids)}.`);
}

function unknown({ fileName, head, text }: Source): Error {
  const first = (head || text).split(/\r\n|\r|\n/).find((line) => line.trim() !== "");
  const message =
    first === undefined ? "The file is empty." : `'${first.trim().slice(0, 40)}' starts no model file.`;
  const titles = formats.map(({ id, title }) => `${id} (${title})`).join(", ");
  return modelError("QT_MODEL_UNKNOWN_FORMAT", message, `${fileName}:1:1`, `Expected one of: ${titles}.`);
}

const oneOf = (ids: readonly string[]): string =>
  [ids.slice(0, -1).join(", "), ids.at(-1)].filter(Boolean).join(" or ");
