import type { Identity } from "@qtwin/api";
import type { Store } from "@qtwin/store";
import { storeIsAway } from "../release.ts";
import { authError } from "./errors.ts";
import { openSession, type Session } from "./session-cookie.ts";

export interface IdentifyPorts {
  readonly store: () => Store;
  readonly sessionKey: Uint8Array;
  /** Wall clock. */
  readonly nowMs: () => number;
}

export interface Credentials {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}

export interface Identified {
  readonly identity: Identity;
  readonly session: Session | null;
}

/** Whether a session was ended, or its user was changed, since the cookie was made. */
async function isOver(session: Session, store: Store): Promise<boolean> {
  if (await store.sessions.isRevoked(session.id)) return true;
  const user = await store.users.get(session.name);
  return user === null || user.disabled || session.issuedAtMs < user.sessionsFromMs;
}

async function bySession(
  text: string,
  ports: IdentifyPorts,
  trustCookieAlone: boolean,
): Promise<Identified | null> {
  const session = openSession(text, ports.sessionKey, ports.nowMs());
  if (session === null) return null;
  const over = await (async () => isOver(session, ports.store()))().catch((thrown: unknown) => {
    if (trustCookieAlone && storeIsAway(thrown)) return false;
    throw thrown;
  });
  if (over) throw authError.sessionOver();
  const { name, roles, expiresAtMs } = session;
  return { session, identity: { name, roles, via: "session", expiresAtMs } };
}

async function byKey(secret: string, ports: IdentifyPorts): Promise<Identified> {
  const key = await ports.store().apiKeys.verify(secret);
  if (key === null) throw authError.wrongKey();
  const identity: Identity = { name: key.name, roles: key.roles, via: "key", expiresAtMs: key.expiresAtMs };
  return { session: null, identity };
}

/**
 * Who is asking; null when nobody says.
 * @param trustCookieAlone accept a well signed cookie while the database is away: only to release the plant
 * @throws QT_AUTH_SESSION_OVER, QT_AUTH_WRONG_KEY, and what says that the database is away
 */
export async function identify(
  { cookie, authorization }: Credentials,
  ports: IdentifyPorts,
  trustCookieAlone: boolean,
): Promise<Identified | null> {
  const secret = /^Bearer (\S+)$/.exec(authorization ?? "")?.[1];
  if (secret !== undefined) return byKey(secret, ports);
  return cookie === undefined || cookie === "" ? null : bySession(cookie, ports, trustCookieAlone);
}
