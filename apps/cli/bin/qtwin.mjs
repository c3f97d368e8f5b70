#!/usr/bin/env node
// Runs on the Node that is there (20 or later) and hands over to the pinned Node that npm installed.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const main = join(dirname(realpathSync(fileURLToPath(import.meta.url))), "..", "src", "main.ts");

function* folderAndParents(folder) {
  yield folder;
  if (dirname(folder) !== folder) yield* folderAndParents(dirname(folder));
}

function pinnedNode() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (const folder of folderAndParents(dirname(main))) {
    const path = join(folder, "node_modules", ".bin", name);
    if (existsSync(path)) return path;
  }
  return undefined;
}

const node = pinnedNode();
if (node === undefined) {
  process.stderr.write("Qtwin's own Node is not installed. Run 'npm install' in the repository.\n");
  process.exit(1);
}
const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // A terminal sends its signals to the child too; others must be passed on.
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
