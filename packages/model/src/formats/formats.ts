import { gunzipSync } from "node:zlib";
import { modelError } from "../errors.ts";
import type { Model } from "../model.ts";
import { parseJson } from "./json-read.ts";
import { printJson } from "./json-write.ts";
import { parseLp } from "./lp-read.ts";
import { printLp } from "./lp-write.ts";
import { parseMps } from "./mps-read.ts";
import { printMps } from "./mps-write.ts";
import type { Source } from "./source.ts";

export const modelFormats = ["json", "lp", "mps"] as const;
export type ModelFormat = (typeof modelFormats)[number];

const parsers: Readonly<Record<ModelFormat, (source: Source) => Model>> = {
  json: parseJson,
  lp: parseLp,
  mps: parseMps,
};
const printers: Readonly<Record<ModelFormat, (model: Model) => string>> = {
  json: printJson,
  lp: printLp,
  mps: printMps,
};

export function printModel(model: Model, format: ModelFormat): string {
  return printers[format](model);
}

/**
 * Reads a model; gzip is unpacked as it is.
 * @param format found from the content when left out
 * @throws QT_MODEL_UNKNOWN_FORMAT, QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE
 */
export function parseModel(content: Uint8Array | string, fileName: string, format?: ModelFormat): Model {
  const text = typeof content === "string" ? content : textOf(content, fileName);
  return parsers[format ?? detectFormat(text, fileName)]({ fileName, text });
}

function textOf(bytes: Uint8Array, fileName: string): string {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(packed ? gunzipSync(bytes) : bytes);
  } catch {
    const message = packed ? "The gzip data are damaged." : "The file is no UTF-8 text.";
    throw modelError("QT_MODEL_SYNTAX", message, fileName, "Give a text file, or one packed with gzip.");
  }
}

/** The format of a text from its first line that says something. @throws QT_MODEL_UNKNOWN_FORMAT */
export function detectFormat(text: string, fileName: string): ModelFormat {
  const first = text.split(/\r\n|\r|\n/).find((line) => !/^\s*($|\*|\\)/.test(line)) ?? "";
  if (/^\s*\{/.test(first)) return "json";
  if (/^(NAME|OBJSENSE|OBJNAME|ROWS)\b/i.test(first)) return "mps";
  if (/^\s*(max|min)(imize|imise|imum)?\b/i.test(first)) return "lp";
  throw modelError(
    "QT_MODEL_UNKNOWN_FORMAT",
    `'${first.trim().slice(0, 40)}' starts no model file.`,
    `${fileName}:1:1`,
  );
}
