import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loopError } from "../errors.ts";

const keyBytes = 32;

/**
 * The key that signs decisions: `secrets/decision.key` of the data directory, made (mode 0600) when it is not there.
 * Safe when several processes start at once: the first one's file counts.
 * @throws QT_LOOP_BAD_KEY
 */
export function decisionKey(homeDir: string): Uint8Array {
  const folder = join(homeDir, "secrets");
  const file = join(folder, "decision.key");
  const known = readKey(file);
  if (known) return known;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString("hex")}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return decisionKey(homeDir);
}

function readKey(file: string): Uint8Array | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  if (!/^[0-9a-f]{64}$/.test(text)) throw loopError("QT_LOOP_BAD_KEY", `${file} is not a key.`, file);
  return Buffer.from(text, "hex");
}
