import { readFileSync } from "node:fs";
import { errorKinds, QtwinError, type SerializedError } from "@qtwin/core";
import { z } from "zod";

const errorSchema = z.object({
  kind: z.enum(errorKinds),
  code: z.string(),
  message: z.string(),
  fix: z.string(),
  where: z.string().exactOptional(),
  retryAfterMs: z.number().exactOptional(),
});

/** What a child says of itself in its health file. */
export const childHealthSchema = z.object({
  pid: z.number().int(),
  /** Wall time of the last beat. */
  atMs: z.number(),
  state: z.enum(["starting", "ready", "failed"]),
  error: errorSchema.nullable(),
});
export type ChildHealth = z.infer<typeof childHealthSchema>;

export function readChildHealth(file: string): ChildHealth | null {
  try {
    const health = childHealthSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
    return health.success ? health.data : null;
  } catch {
    return null;
  }
}

/** The error a child wrote as the last line of its log before it ended; null when it wrote none. */
export function lastWords(logFile: string): QtwinError | null {
  try {
    const line = readFileSync(logFile, "utf8").trimEnd().split("\n").at(-1) ?? "";
    const error = errorSchema.safeParse(JSON.parse(line));
    return error.success ? errorOf(error.data) : null;
  } catch {
    return null;
  }
}

const errorOf = (serialized: SerializedError): QtwinError => new QtwinError(serialized);

/** `ready`: works. `starting`: not yet. `silent`: was there but does not answer. `failed`: said why it cannot. */
export type Health =
  | { readonly state: "ready" | "starting" | "silent" }
  | { readonly state: "failed"; readonly error: QtwinError };

/** A beat older than this means that the process hangs. */
export const silentAfterMs = 30_000;

/** Health of a role process from the file it keeps. @param nowMs wall clock */
export function healthFromFile(file: string, pid: number, nowMs: number): Health {
  const health = readChildHealth(file);
  if (health === null || health.pid !== pid) return { state: "starting" };
  if (health.state === "failed" && health.error !== null)
    return { state: "failed", error: errorOf(health.error) };
  if (nowMs - health.atMs > silentAfterMs) return { state: "silent" };
  return { state: health.state === "ready" ? "ready" : "starting" };
}
