import type { Store } from "@qtwin/store";
import type { Home } from "../home.ts";
import { newPassword, readSecret, writeSecret } from "../secrets.ts";

export const firstUserName = "admin";
export const passwordFile = "initial-password";

export interface FirstUser {
  readonly name: string;
  /** Only at the very first start; afterwards nobody but its owner knows it. */
  readonly password: string | null;
}

/**
 * Makes the first person, who may do everything, when there is nobody yet. The password is shown once and kept in
 * `secrets/initial-password` until it is changed.
 */
export async function ensureFirstUser(store: Store, home: Home, nowMs: number): Promise<FirstUser> {
  const users = await store.users.list();
  if (users.length > 0) return { name: users[0]!.name, password: null };
  const password = readSecret(home, passwordFile) ?? newPassword();
  writeSecret(home, passwordFile, password);
  await store.users.create({
    name: firstUserName,
    displayName: "First administrator",
    password,
    roles: ["viewer", "operator", "planner", "approver", "admin"],
  });
  await store.audit.append({
    siteId: null,
    atMs: nowMs,
    actor: "server",
    action: "user.add",
    subject: firstUserName,
    details: { reason: "first start" },
  });
  return { name: firstUserName, password };
}
