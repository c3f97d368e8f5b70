import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";

/** The operating system user PostgreSQL runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`. Null: as the user we are. */
export function serverUser(): ServerUser | null {
  if (process.getuid?.() !== 0) return null;
  try {
    const line = readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((each) => each.startsWith("nobody:"));
    const [, , uid, gid] = line?.split(":") ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  } catch {
    // No user list: the numbers below have no name, which is all the same to the kernel.
  }
  return { uid: 65534, gid: 65534 };
}

/** Whether a user other than root can enter a folder from the root of the file system and read it. */
export async function reachableByUser(folder: string, user: ServerUser | null): Promise<boolean> {
  if (user === null) return true;
  let current = path.resolve(folder);
  for (;;) {
    const found = await stat(current).catch(() => null);
    if (found) {
      const enter = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
      if ((found.mode & enter) === 0) return false;
    }
    const parent = path.dirname(current);
    if (parent === current) return true;
    current = parent;
  }
}

/**
 * The folder for PostgreSQL: `postgres/` in QTWIN_HOME, or, when its user cannot get in there (a home below /root), one
 * in /var/lib/qtwin. Which one is noted in the home, so that a new home never meets the data of one that was removed.
 */
export async function postgresDir(
  homeDir: string,
  user: ServerUser | null,
  outsideRoot = "/var/lib/qtwin",
): Promise<string> {
  const inside = path.join(path.resolve(homeDir), "postgres");
  await mkdir(inside, { recursive: true, mode: 0o755 });
  if (await reachableByUser(inside, user)) return inside;
  const note = path.join(inside, "location");
  const noted = (await readFile(note, "utf8").catch(() => "")).trim();
  const outside = noted === "" ? path.join(outsideRoot, randomBytes(8).toString("hex")) : noted;
  await mkdir(outside, { recursive: true, mode: 0o755 });
  if (noted === "") {
    await writeFile(`${note}.new`, outside);
    await rename(`${note}.new`, note);
  }
  return outside;
}
