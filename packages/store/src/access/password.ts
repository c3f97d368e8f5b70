import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { storeErrors } from "../errors.ts";

export const leastPasswordLength = 10;
/** N = 2^15, r = 8, p = 3: about 32 MiB and 200 ms; one of the settings OWASP names. */
const cost = { logN: 15, r: 8, p: 3 };

/** @throws QT_STORE_WEAK_PASSWORD */
export function checkPassword(name: string, password: string): void {
  if (password.length < leastPasswordLength || password.toLowerCase() === name) {
    throw storeErrors.weakPassword(leastPasswordLength);
  }
}

/** `scrypt$logN$r$p$salt$key`, so that stronger costs can follow without breaking old rows. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join(
    "$",
  );
}

export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [scheme, logN, r, p, salt, key] = hash.split("$");
  if (scheme !== "scrypt" || !salt || !key) return false;
  const expected = Buffer.from(key, "base64url");
  const found = await derive(password, Buffer.from(salt, "base64url"), {
    logN: Number(logN),
    r: Number(r),
    p: Number(p),
  });
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function derive(password: string, salt: Buffer, settings: typeof cost): Promise<Buffer> {
  const { logN, r, p } = settings;
  const N = 2 ** logN;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, 32, { N, r, p, maxmem: 256 * N * r }, (failure, key) =>
      failure ? reject(failure) : resolve(key),
    );
  });
}
