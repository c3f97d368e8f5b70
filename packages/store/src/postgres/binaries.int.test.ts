import { execFile } from "node:child_process";
import { chmod, lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { findBinaries } from "./binaries.ts";

const run = promisify(execFile);

test("a user who may not enter our folder gets a copy, with the links npm left out, that runs", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "qtwin-programs-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  const stranger = { uid: 4_000_000, gid: 4_000_000 };
  const binaries = await findBinaries(stranger, folder, async () => false);
  expect(binaries.postgres.startsWith(folder)).toBe(true);
  const { stdout } = await run(binaries.postgres, ["--version"]);
  expect(stdout).toContain(`PostgreSQL) ${binaries.majorVersion}.`);
  const lib = path.join(path.dirname(binaries.postgres), "..", "lib");
  if (process.platform === "linux") {
    expect((await lstat(path.join(lib, "libpq.so.5"))).isSymbolicLink()).toBe(true);
  }
  const again = await findBinaries(stranger, folder, async () => false);
  expect(again).toEqual(binaries);
  expect(await readdir(folder)).toHaveLength(1);
}, 60_000);
