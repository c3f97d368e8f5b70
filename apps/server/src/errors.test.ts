import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { QtwinError } from "@qtwin/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileFailure, listenFailure } from "./errors.ts";
import { type Home, homeOf, makeHome, writeFileAtomic } from "./home.ts";
import { newPassword, readSecret, signingKey, writeSecret } from "./secrets.ts";
import { freePort } from "./supervisor/port.ts";

let home: Home;
beforeEach(() => {
  home = homeOf(mkdtempSync(join(tmpdir(), "qtwin-errors-")));
  makeHome(home);
});
afterEach(() => rmSync(home.dir, { recursive: true, force: true }));

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe("a failure of the machine names its fix", () => {
  test.each([
    ["ENOSPC", "QT_SERVER_DISK_FULL", "Free some space"],
    ["EDQUOT", "QT_SERVER_DISK_FULL", "Free some space"],
    ["EACCES", "QT_SERVER_NOT_WRITABLE", "right to write"],
    ["EROFS", "QT_SERVER_NOT_WRITABLE", "right to write"],
  ])("%s", (errno, code, fix) => {
    const error = fileFailure(failure(errno), "/data/run/x.pid");
    expect(error).toMatchObject({ code, where: "/data/run/x.pid" });
    expect(error.fix).toContain(fix);
  });

  test("a full disk, for real: /dev/full takes nothing", { skip: !existsSync("/dev/full") }, () => {
    let thrown: unknown;
    try {
      writeFileSync("/dev/full", "x");
    } catch (error) {
      thrown = error;
    }
    expect(fileFailure(thrown, "/dev/full")).toMatchObject({
      code: "QT_SERVER_DISK_FULL",
      kind: "unavailable",
    });
  });

  test("what is no failure of the file system passes as it is", () => {
    const error = new QtwinError({ kind: "conflict", code: "QT_X", message: "m", fix: "f" });
    expect(fileFailure(error, "/x")).toBe(error);
    expect(listenFailure(error, 1)).toBe(error);
  });

  test("a port in use, for real", async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port));
    });
    await expect(freePort(port)).rejects.toMatchObject({
      code: "QT_SERVER_PORT_IN_USE",
      kind: "conflict",
      fix: expect.stringContaining(`--port ${port + 1}`),
    });
    await new Promise((resolve) => other.close(resolve));
    expect(await freePort(port)).toBe(port);
  });

  test("a data directory below a file cannot be made", () => {
    writeFileSync(join(home.dir, "file"), "");
    expect(() => makeHome(homeOf(join(home.dir, "file", "below")))).toThrow(
      expect.objectContaining({ code: "QT_SERVER_NOT_WRITABLE", fix: expect.stringContaining("QTWIN_HOME") }),
    );
  });
});

describe("secrets", () => {
  test("are for this user only, and a key is made once", () => {
    const key = signingKey(home, "session.key");
    expect(key).toHaveLength(32);
    expect(signingKey(home, "session.key")).toEqual(key);
    expect(statSync(join(home.secretsDir, "session.key")).mode & 0o777).toBe(0o600);
    expect(statSync(home.secretsDir).mode & 0o777).toBe(0o700);
  });

  test("others can read are refused, and so is a broken key", () => {
    writeSecret(home, "session.key", "not a key");
    expect(() => signingKey(home, "session.key")).toThrow(
      expect.objectContaining({ code: "QT_SERVER_SECRET_BROKEN" }),
    );
    chmodSync(join(home.secretsDir, "session.key"), 0o644);
    expect(() => readSecret(home, "session.key")).toThrow(
      expect.objectContaining({
        code: "QT_SERVER_SECRET_READABLE",
        fix: expect.stringContaining("chmod 600"),
      }),
    );
  });

  test("a password is long, readable, and never the same", () => {
    const made = Array.from({ length: 200 }, newPassword);
    for (const password of made)
      expect(password).toMatch(/^[a-km-zA-HJ-NP-Z2-9]{5}(-[a-km-zA-HJ-NP-Z2-9]{5}){3}$/);
    expect(new Set(made).size).toBe(200);
  });
});

test("a file is replaced whole, or not at all", () => {
  const file = join(home.runDir, "x.json");
  writeFileAtomic(file, "old");
  expect(() => writeFileAtomic(join(home.runDir, "no", "x.json"), "new")).toThrow(QtwinError);
  writeFileAtomic(file, "new");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
