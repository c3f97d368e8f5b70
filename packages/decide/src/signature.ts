import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson } from "@qtwin/core";
import type { Decision, Proposal } from "./proposal.ts";

/** SHA-256 of the canonical JSON of a proposal, hex: a decision is about exactly this text. */
export const proposalHash = (proposal: Proposal): string =>
  createHash("sha256").update(canonicalJson(proposal)).digest("hex");

/** HMAC-SHA-256 over the canonical JSON of everything but the signature, hex. */
function signatureOf(decision: Omit<Decision, "signature">, key: Uint8Array): string {
  const { signature: _, ...signed } = decision as Decision;
  return createHmac("sha256", key).update(canonicalJson(signed)).digest("hex");
}

/** @param key secret of the site; at least 32 bytes */
export const signDecision = (decision: Omit<Decision, "signature">, key: Uint8Array): Decision => ({
  ...decision,
  signature: signatureOf(decision, key),
});

/** Whether nothing in the decision changed since it was signed with this key. */
export function verifyDecision(decision: Decision, key: Uint8Array): boolean {
  const expected = Buffer.from(signatureOf(decision, key), "hex");
  const given = Buffer.from(decision.signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
