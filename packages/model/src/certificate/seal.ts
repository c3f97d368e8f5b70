import { createHash } from "node:crypto";
import { canonicalJson } from "@qtwin/core";
import type { Model } from "../model.ts";
import { fingerprintOf } from "./fingerprint.ts";

/** What `sealed` adds to a result, so that a file of it can be verified by itself. */
export interface ResultSeal {
  readonly format: typeof resultFormat;
  /** `fingerprintOf` the model it was made for. */
  readonly fingerprint: string;
  /** Relative gap up to which `optimal` was said. */
  readonly gapLimit: number;
  /** `digestOf` the whole document. */
  readonly digest: string;
}

const resultFormat = "qtwin-result-1";

/** Whether the digest of a document fits it. */
export type SealState = "whole" | "broken" | "none";

/** SHA-256 (hex) of a JSON document whatever its order and spaces, its own `digest` left out. */
export function digestOf(document: object): string {
  const { digest: _, ...rest } = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  return createHash("sha256").update(canonicalJson(rest)).digest("hex");
}

/**
 * A result with its seal: it says for which model it is, and damage or an edit anywhere in it is noticed. There is no key
 * in it: who edits it on purpose can make the seal anew.
 */
export function sealed<T extends object>(model: Model, gapLimit: number, result: T): ResultSeal & T {
  const document = { format: resultFormat, fingerprint: fingerprintOf(model), gapLimit, ...result } as const;
  return { ...document, digest: digestOf(document) };
}

export function sealStateOf(document: { readonly digest?: unknown }): SealState {
  const digest = document.digest ?? null;
  if (digest === null) return "none";
  return digest === digestOf(document) ? "whole" : "broken";
}
