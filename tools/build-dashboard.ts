// Builds the dashboard when its inputs changed since the last build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const app = "apps/dashboard";
const stamp = join(app, "dist", ".inputs");
const inputs = globSync([
  `${app}/{src,public}/**/*.*`,
  `${app}/*.{ts,json,html}`,
  "packages/{api,core,kernel,quantum}/src/**/*.ts",
  "packages/kernel/wasm/*.wasm",
  "package-lock.json",
]).sort();
const hash = createHash("sha256");
for (const file of inputs) hash.update(file).update(readFileSync(file));
const digest = hash.digest("hex");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) process.exit(0);
process.stderr.write("Building the dashboard (its files changed) …\n");
const vite = join(process.cwd(), "node_modules/vite/bin/vite.js");
const built = spawnSync(process.execPath, [vite, "build", "--logLevel", "warn"], {
  cwd: app,
  stdio: ["ignore", 2, "inherit"],
});
if (built.status === 0) writeFileSync(stamp, digest);
process.exit(built.status ?? 1);
