import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Home, homeOf, makeHome } from "../home.ts";
import { ownerOf, ownHome } from "./owner-lock.ts";
import { identityOf } from "./process-identity.ts";

let home: Home;
beforeEach(() => {
  home = homeOf(mkdtempSync(join(tmpdir(), "qtwin-lock-")));
  makeHome(home);
});
afterEach(() => rmSync(home.dir, { recursive: true, force: true }));

const lockFile = (): string => join(home.runDir, "owner.json");

test("a data directory has one owner, who says where it is found", () => {
  const lock = ownHome(home, "foundry");
  lock.publish("http://127.0.0.1:1");
  expect(ownerOf(home)).toMatchObject({ pid: process.pid, siteId: "foundry", url: "http://127.0.0.1:1" });
  expect(() => ownHome(home, "foundry")).toThrow(
    expect.objectContaining({
      code: "QT_SERVER_HOME_IN_USE",
      fix: expect.stringContaining("http://127.0.0.1:1"),
    }),
  );
  lock.release();
  expect(ownerOf(home)).toBeNull();
  ownHome(home, "foundry").release();
});

test("a dead owner's lock is taken over", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  const owner = { ...identityOf(child.pid!)!, siteId: "foundry", url: null };
  writeFileSync(lockFile(), JSON.stringify(owner));
  expect(() => ownHome(home, "foundry")).toThrow(expect.objectContaining({ code: "QT_SERVER_HOME_IN_USE" }));
  child.kill("SIGKILL");
  await once(child, "exit");
  ownHome(home, "foundry").release();
  expect(existsSync(lockFile())).toBe(false);
});

test("a living process that merely got the dead owner's pid does not own it", () => {
  writeFileSync(lockFile(), JSON.stringify({ pid: process.pid, start: "earlier", siteId: "x", url: null }));
  expect(ownerOf(home)).toBeNull();
  ownHome(home, "foundry").release();
});

test("a lock file cut short by a full disk does not lock anybody out", () => {
  writeFileSync(lockFile(), '{"pid": 12');
  ownHome(home, "foundry").release();
});
