import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { storeErrors } from "../errors.ts";
import type { Binaries } from "./binaries.ts";
import type { ServerUser } from "./server-user.ts";

const run = promisify(execFile);

/** Superuser of the platform's own PostgreSQL. */
export const ownerName = "qtwin";

/** The password of the owner: made once, readable by us alone. */
export async function ownerPassword(homeDir: string): Promise<string> {
  const folder = path.join(homeDir, "secrets");
  const file = path.join(folder, "postgres-password");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = await readFile(file, "utf8").catch(() => "");
  if (known.trim() !== "") return known.trim();
  const password = randomBytes(24).toString("hex");
  await writeFile(`${file}.new`, `${password}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return password;
}

/**
 * Makes the database files if there are none; half-made ones of an earlier try are removed first.
 * @throws QT_STORE_DATA_VERSION, QT_STORE_DISK_FULL, QT_STORE_NOT_STARTED
 */
export async function prepareDataDir(
  folder: string,
  binaries: Binaries,
  user: ServerUser | null,
  password: string,
): Promise<string> {
  const dataDir = path.join(folder, "data");
  const version = await readFile(path.join(dataDir, "PG_VERSION"), "utf8").catch(() => null);
  if (version !== null) {
    if (version.trim() !== binaries.majorVersion) {
      throw storeErrors.dataVersion(dataDir, version.trim(), binaries.majorVersion);
    }
    await ownTree(dataDir, user);
    return dataDir;
  }
  const fresh = path.join(folder, "data.new");
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(fresh, "..", "password.new");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user) await Promise.all([fresh, passwordFile].map((each) => chown(each, user.uid, user.gid)));
  try {
    await initialise(binaries, fresh, passwordFile, user);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, dataDir);
  return dataDir;
}

async function initialise(
  binaries: Binaries,
  dataDir: string,
  passwordFile: string,
  user: ServerUser | null,
): Promise<void> {
  const options = [
    ...["-D", dataDir, "-U", ownerName, `--pwfile=${passwordFile}`, "-E", "UTF8"],
    ...["--auth=scram-sha-256", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
  ];
  try {
    await run(binaries.initdb, options, {
      ...(user ?? {}),
      env: { PATH: process.env.PATH ?? "" },
      cwd: dataDir,
    });
  } catch (thrown) {
    const text = String((thrown as { stderr?: string }).stderr ?? thrown);
    if (text.includes("No space left on device")) throw storeErrors.diskFull(dataDir, thrown);
    throw storeErrors.notStarted(text.trim().split("\n").at(-1) ?? "", dataDir);
  }
}

/** A folder copied or restored by root belongs to root: give it back to the server's user. */
async function ownTree(folder: string, user: ServerUser | null): Promise<void> {
  if (user === null || (await stat(folder)).uid === user.uid) return;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    await chown(path.join(entry.parentPath, entry.name), user.uid, user.gid);
  }
  await chown(folder, user.uid, user.gid);
  await chmod(folder, 0o700);
}
