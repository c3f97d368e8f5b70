import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Text of a file, gunzipped where it is gzip. */
export function readText(file: string): string {
  const bytes = readFileSync(file);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
}

const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})/;
const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** A time stamp of a data file: an instant, or local parts packed as if they were UTC. */
export type Stamp = { readonly instantMs: number } | { readonly localMs: number };

/** Reads `5/9/2023 7:00`, `2023-05-09 07:00[:00]` (both local) and ISO 8601 with an offset; null for anything else. */
export function parseStamp(text: string): Stamp | null {
  const us = american.exec(text);
  if (us) {
    const [, month, day, year, hour, minute] = us.map(Number);
    return { localMs: Date.UTC(year!, month! - 1, day, hour, minute) };
  }
  const match = iso.exec(text);
  if (!match) return null;
  if (match[6]) return { instantMs: Date.parse(text.replace(" ", "T")) };
  const [, year, month, day, hour, minute] = match.map(Number);
  return { localMs: Date.UTC(year!, month! - 1, day, hour, minute) };
}
