import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { OwnTasks } from "./own-task.ts";

const run = promisify(execFile);

/** One measurement of our engine in a process of its own. */
export async function runOwn<Name extends keyof OwnTasks>(
  name: Name,
  ...args: Parameters<OwnTasks[Name]>
): Promise<Awaited<ReturnType<OwnTasks[Name]>>> {
  const script = join(import.meta.dirname, "own-task.ts");
  const { stdout } = await run(process.execPath, [script, name, JSON.stringify(args)]);
  return JSON.parse(stdout);
}
