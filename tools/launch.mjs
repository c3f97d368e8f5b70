// Runs on the Node that is there (20 or later), installs what is missing, then hands over to the pinned Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "node_modules", ".qtwin-install.json");

/** Each task: whether it needs the development tools, and what the pinned Node runs. */
const tasks = {
  start: { development: false, run: ["apps/cli/src/main.ts", "serve", "foundry"], dashboard: true },
  test: { development: true, run: ["tools/test.ts"] },
  "test:all": { development: true, run: ["tools/test.ts", "--all"], dashboard: true },
  check: { development: true, run: ["tools/check.ts"] },
  bench: { development: false, run: ["apps/cli/src/main.ts", "bench"] },
};

function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(line) {
  say(line);
  process.exit(1);
}

function lockHash() {
  return createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
}

function installedStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, "utf8"));
  } catch {
    return { lock: "", development: false };
  }
}

function install(development) {
  const stamp = installedStamp();
  const lock = lockHash();
  if (stamp.lock === lock && (stamp.development || !development)) return;
  const what = development ? "packages and development tools" : "packages";
  say(`Installing ${what} (first time or changed; about a minute) …`);
  // Not `npm ci`: it refuses a lockfile without the entries of other systems that a registry mirror did not carry,
  // and it empties node_modules under whatever still runs from it. `--no-save` keeps the lockfile as it is.
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  if (!development) args.push("--omit=dev");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const result = spawnSync(npm, args, {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
    shell: process.platform === "win32",
  });
  if (result.status !== 0) {
    stop(
      "npm could not install the packages. Check that the npm registry is reachable and the disk has 1 GB free, then run the command again.",
    );
  }
  writeFileSync(stampFile, JSON.stringify({ lock, development }));
}

function pinnedNode() {
  const found = ["node", "node.exe"]
    .map((name) => join(root, "node_modules", ".bin", name))
    .find((path) => existsSync(path));
  if (!found) {
    stop(
      `No pinned Node for ${process.platform} ${process.arch}. Supported: Linux and macOS on x64 or arm64, Windows on x64.`,
    );
  }
  return found;
}

function runPinned(args) {
  const path = [join(root, "node_modules", ".bin"), process.env.PATH ?? ""].join(
    process.platform === "win32" ? ";" : ":",
  );
  return spawnSync(pinnedNode(), args, { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path } });
}

const [name, ...rest] = process.argv.slice(2);
const task = tasks[name];
if (!task) stop(`Unknown task '${name}'. Use one of: ${Object.keys(tasks).join(", ")}.`);
install(task.development);
if (task.dashboard) {
  const built = runPinned(["tools/build-dashboard.ts"]);
  if (built.status !== 0) process.exit(built.status ?? 1);
}
// Ctrl-C reaches the child directly; the launcher only waits for it to end in order.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
const result = runPinned([...task.run, ...rest]);
process.exit(result.status ?? 1);
