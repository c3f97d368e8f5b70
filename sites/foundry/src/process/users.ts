import { randomBytes, scrypt, scryptSync, timingSafeEqual } from "node:crypto";
import { readJsonFile, writeFileAtomic } from "./files.ts";

/** `reader` may read, `writer` may also command, `meters` may subscribe to the meters. */
export type PlantRole = "reader" | "writer" | "meters";

interface StoredUser {
  readonly role: PlantRole;
  readonly saltHex: string;
  readonly hashHex: string;
  /** OPC UA users log in with their own client certificate only. */
  readonly certificateThumbprint: string | null;
}

/** The plant's own user list: passwords as scrypt hashes. */
export interface UserDirectory {
  readonly roleOf: (user: string) => PlantRole | null;
  /** @param certificateThumbprint of the channel, where the user is bound to one */
  readonly check: (user: string, password: string, certificateThumbprint: string | null) => Promise<boolean>;
  readonly has: (user: string) => boolean;
  readonly certificateOf: (user: string) => string | null;
  readonly set: (
    user: string,
    role: PlantRole,
    password: string,
    certificateThumbprint: string | null,
  ) => void;
}

const hashBytes = 32;

export function openUsers(file: string): UserDirectory {
  const users = new Map(Object.entries((readJsonFile(file) ?? {}) as Record<string, StoredUser>));
  return {
    roleOf: (user) => users.get(user)?.role ?? null,
    has: (user) => users.has(user),
    certificateOf: (user) => users.get(user)?.certificateThumbprint ?? null,
    check: async (user, password, certificateThumbprint) => {
      const stored = users.get(user);
      const hash = await hashOf(password, Buffer.from(stored?.saltHex ?? "00", "hex"));
      if (!stored || !timingSafeEqual(hash, Buffer.from(stored.hashHex, "hex"))) return false;
      return stored.certificateThumbprint === null || stored.certificateThumbprint === certificateThumbprint;
    },
    set: (user, role, password, certificateThumbprint) => {
      const salt = randomBytes(16);
      const hash = scryptSync(password, salt, hashBytes);
      users.set(user, {
        role,
        saltHex: salt.toString("hex"),
        hashHex: hash.toString("hex"),
        certificateThumbprint,
      });
      writeFileAtomic(file, JSON.stringify(Object.fromEntries(users), null, 1));
    },
  };
}

const hashOf = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, hashBytes, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
