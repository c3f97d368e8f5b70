import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileFailure } from "./errors.ts";

const repoDir = resolve(import.meta.dirname, "../../..");

/** The folders of a data directory. */
export interface Home {
  readonly dir: string;
  readonly secretsDir: string;
  readonly runDir: string;
  readonly logsDir: string;
}

/** @param dir default: `QTWIN_HOME`, else `.qtwin` beside the programs */
export function homeOf(dir: string = process.env.QTWIN_HOME ?? join(repoDir, ".qtwin")): Home {
  const root = resolve(dir);
  return {
    dir: root,
    secretsDir: join(root, "secrets"),
    runDir: join(root, "run"),
    logsDir: join(root, "logs"),
  };
}

/**
 * Makes the folders. Others may pass through the top one, since PostgreSQL runs as another user when we are root, but
 * read nothing in it.
 * @throws QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export function makeHome(home: Home): void {
  for (const dir of [home.dir, home.runDir, home.logsDir, home.secretsDir]) {
    try {
      mkdirSync(dir, { recursive: true, mode: dir === home.dir ? 0o711 : 0o700 });
    } catch (thrown) {
      throw fileFailure(thrown, dir);
    }
  }
}

/**
 * Writes a file so that a reader sees all of it or the old one, also after a crash.
 * @throws QT_SERVER_DISK_FULL, QT_SERVER_NOT_WRITABLE
 */
export function writeFileAtomic(path: string, text: string, mode = 0o600): void {
  const draft = join(dirname(path), `.${process.pid}-${path.slice(dirname(path).length + 1)}`);
  try {
    const file = openSync(draft, "w", mode);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (thrown) {
    throw fileFailure(thrown, path);
  }
}
