import { randomBytes } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileFailure, serverError } from "./errors.ts";
import { type Home, writeFileAtomic } from "./home.ts";

/** Text of a secret file; null when there is none. @throws QT_SERVER_SECRET_READABLE */
export function readSecret(home: Home, name: string): string | null {
  const path = join(home.secretsDir, name);
  try {
    if (process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0)
      throw serverError.secretReadable(path);
    return readFileSync(path, "utf8").trimEnd();
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT") return null;
    throw fileFailure(thrown, path);
  }
}

export function writeSecret(home: Home, name: string, text: string): void {
  writeFileAtomic(join(home.secretsDir, name), `${text}\n`, 0o600);
}

/**
 * A signing key of 32 random bytes, made when it is first asked for.
 * @throws QT_SERVER_SECRET_READABLE, QT_SERVER_SECRET_BROKEN
 */
export function signingKey(home: Home, name: string): Uint8Array {
  const known = readSecret(home, name);
  if (known === null) {
    const key = randomBytes(32);
    writeSecret(home, name, key.toString("hex"));
    return key;
  }
  if (!/^[0-9a-f]{64}$/.test(known)) throw serverError.secretBroken(join(home.secretsDir, name));
  return Buffer.from(known, "hex");
}

const alphabet = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** Twenty letters and digits without look-alikes in groups of five: about 115 bits. */
export function newPassword(): string {
  const letters: string[] = [];
  while (letters.length < 20) {
    // Bytes at or over the largest multiple of the alphabet would favour its first letters.
    const limit = 256 - (256 % alphabet.length);
    letters.push(
      ...[...randomBytes(32)].filter((byte) => byte < limit).map((byte) => alphabet[byte % alphabet.length]!),
    );
  }
  const word = letters.slice(0, 20).join("");
  return word.match(/.{5}/g)!.join("-");
}
