import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** The whole platform as `npm start` runs it, in a data directory of its own. */
export interface Platform {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly homeDir: string;
  /** Asks the operator's panel of the simulated plant. */
  readonly panel: (request: Record<string, unknown>) => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

interface Ready {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

const readyLine = /Qtwin is ready: (http:\S+)\s+user: (\S+)\s+password: (\S+)/;

function waitForReady(server: ChildProcess, timeoutMs: number): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`not ready after ${timeoutMs} ms:\n${said}`)), timeoutMs);
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const match = readyLine.exec(said);
      if (!match) return;
      clearTimeout(timer);
      resolve({ url: match[1] ?? "", user: match[2] ?? "", password: match[3] ?? "" });
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) =>
      reject(new Error(`the server ended with ${code} before it was ready:\n${said}`)),
    );
  });
}

function askPanel(socketPath: string, request: Record<string, unknown>): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${JSON.stringify(request)}\n`));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
      if (!answer.includes("\n")) return;
      socket.end();
      resolve(JSON.parse(answer.slice(0, answer.indexOf("\n"))) as Record<string, unknown>);
    });
    socket.once("error", reject);
  });
}

function stopServer(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGTERM");
  });
}

/** Starts the platform on a free port; `stop` ends every process and removes the data directory. */
export async function startPlatform(readyWithinMs: number): Promise<Platform> {
  const homeDir = await mkdtemp(join(tmpdir(), "qtwin-e2e-"));
  // PostgreSQL runs as another user when we are root: it must be able to enter.
  await chmod(homeDir, 0o755);
  const server = spawn(process.execPath, ["apps/cli/src/main.ts", "serve", "foundry", "--port", "0"], {
    cwd: root,
    env: { ...process.env, QTWIN_HOME: homeDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ready = await waitForReady(server, readyWithinMs).catch(async (error: unknown) => {
    await stopServer(server);
    throw error;
  });
  return {
    ...ready,
    homeDir,
    panel: (request) => askPanel(join(homeDir, "sites", "foundry", "plant", "panel.sock"), request),
    stop: async () => {
      await stopServer(server);
      await rm(homeDir, { recursive: true, force: true });
    },
  };
}
