import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Another library that a bench measures. */
export interface PeerInstall {
  readonly name: string;
  /** Arguments of each `pip install`, one after the other. */
  readonly installs: readonly (readonly string[])[];
}

export interface Peer {
  readonly name: string;
  readonly python: string;
  /** Why it cannot be measured here. */
  readonly missing: string | null;
}

/** Each library is installed by itself, so that one that does not install takes no other with it. */
export async function preparePeers(
  pythonDir: string,
  installs: readonly PeerInstall[],
  onProgress: (text: string) => void,
): Promise<readonly Peer[]> {
  const python = join(pythonDir, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (!existsSync(python)) {
    onProgress(`Making a Python environment in ${pythonDir} …`);
    try {
      await run("python3", ["-m", "venv", pythonDir]);
    } catch {
      return installs.map(({ name }) => ({ name, python, missing: "python3 with venv is not there" }));
    }
  }
  const peers: Peer[] = [];
  for (const { name, installs: steps } of installs) {
    onProgress(`Installing ${name} …`);
    peers.push({ name, python, missing: await install(python, steps) });
  }
  return peers;
}

async function install(python: string, steps: PeerInstall["installs"]): Promise<string | null> {
  for (const step of steps) {
    const failed = await run(python, ["-m", "pip", "install", "--quiet", ...step]).then(
      () => false,
      () => true,
    );
    if (failed) return "does not install here";
  }
  return null;
}
