import { createHmac, timingSafeEqual } from "node:crypto";
import { type Role, roleSchema } from "@qtwin/api";
import { z } from "zod";

/** What a session cookie says; signed, so that it holds without the database. Times are wall clock. */
const sessionSchema = z.strictObject({
  id: z.string().min(16),
  name: z.string().min(1),
  roles: z.array(roleSchema).readonly(),
  issuedAtMs: z.number().int(),
  expiresAtMs: z.number().int(),
});
export interface Session {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
}

export const sessionCookie = "qtwin_session";
export const sessionHours = 12;

const signature = (payload: string, key: Uint8Array): Buffer =>
  createHmac("sha256", key).update(`session.${payload}`).digest();

/** Text of the cookie: payload and signature, both base64url. */
export function sealSession(session: Session, key: Uint8Array): string {
  const payload = Buffer.from(JSON.stringify(session)).toString("base64url");
  return `${payload}.${signature(payload, key).toString("base64url")}`;
}

/** The session a cookie carries; null when it is forged, broken or over. */
export function openSession(text: string, key: Uint8Array, nowMs: number): Session | null {
  const [payload, seal, ...rest] = text.split(".");
  if (payload === undefined || seal === undefined || rest.length > 0) return null;
  const given = Buffer.from(seal, "base64url");
  const expected = signature(payload, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const session = sessionSchema.safeParse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  if (!session.success || session.data.expiresAtMs <= nowMs) return null;
  return session.data;
}
