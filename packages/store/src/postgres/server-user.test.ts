import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { postgresDir, reachableByUser } from "./server-user.ts";

test("a folder is reachable if each folder above may be entered", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "qtwin-reach-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const inner = path.join(folder, "inner");
  await mkdir(inner, { mode: 0o755 });
  const stranger = { uid: 4_000_000, gid: 4_000_000 };
  await chmod(folder, 0o700);
  expect(await reachableByUser(inner, stranger)).toBe(false);
  expect(await reachableByUser(inner, null)).toBe(true);
  await chmod(folder, 0o711);
  expect(await reachableByUser(inner, stranger)).toBe(true);
});

test("a home its user may not enter keeps the database outside, and a new home at its place gets a new one", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "qtwin-home-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const home = path.join(folder, "home");
  const stranger = { uid: 4_000_000, gid: 4_000_000 };
  const outsideRoot = path.join(folder, "outside");
  const place = () => postgresDir(home, stranger, outsideRoot);
  const first = await place();
  expect(path.dirname(first)).toBe(outsideRoot);
  expect(await place()).toBe(first);
  await rm(home, { recursive: true });
  expect(await place()).not.toBe(first);
  await chmod(folder, 0o755);
  expect(await postgresDir(path.join(folder, "open"), stranger, outsideRoot)).toBe(
    path.join(folder, "open", "postgres"),
  );
});
