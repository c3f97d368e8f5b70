import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

const places = [
  "/usr/sbin/mosquitto",
  "/usr/bin/mosquitto",
  "/usr/local/sbin/mosquitto",
  "/opt/homebrew/sbin/mosquitto",
];
const advice =
  "mosquitto is missing: 'apt-get install mosquitto' or 'brew install mosquitto' (or set QTWIN_MOSQUITTO to it)";

/** The real broker, where this machine has it. */
export function findMosquitto(): string | null {
  const given = process.env.QTWIN_MOSQUITTO;
  return given ?? places.find((path) => existsSync(path)) ?? null;
}

/**
 * Whether tests with a real broker can run; says in one line what is missing.
 * @throws when CI=true and the broker is missing: there a skip is a failure
 */
export function hasMosquitto(): boolean {
  if (findMosquitto() !== null) return true;
  if (process.env.CI === "true") throw new Error(advice);
  console.warn(`skipped: ${advice}`);
  return false;
}

export interface BrokerUser {
  readonly name: string;
  readonly password: string;
  /** Lines of the ACL, for example `topic read foundry/#`; everything is allowed where absent. */
  readonly acl?: readonly string[];
}

export interface MosquittoOptions {
  /** Anonymous access where absent. */
  readonly users?: readonly BrokerUser[];
  /** TLS with a certificate authority of its own and a certificate for these names. */
  readonly tls?: { readonly hosts: readonly string[]; readonly days?: number };
  /** More lines of mosquitto.conf. */
  readonly config?: readonly string[];
}

export interface Mosquitto {
  readonly port: number;
  readonly url: string;
  /** Certificate authority of a TLS broker. */
  readonly caFile: string;
  readonly dir: string;
  /** Ends the broker; `SIGKILL` as a crash. Sessions are kept in its database after SIGTERM. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
  /** Starts it again on the same port with the same sessions. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

function openssl(dir: string, args: readonly string[]): void {
  const run = spawnSync("openssl", args, { cwd: dir, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`openssl ${args[0]}: ${run.stderr || run.error?.message}`);
}

/** Writes ca.pem, server.pem and server.key; the certificate names the given hosts. */
export function issueCertificates(dir: string, hosts: readonly string[], days = 30): void {
  const names = hosts.map((host) => (/^[\d.]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(",");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(dir, [
    "req",
    "-x509",
    ...key,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "30",
    "-subj",
    "/CN=Test CA",
  ]);
  openssl(dir, ["req", ...key, "-keyout", "server.key", "-out", "server.csr", "-subj", `/CN=${hosts[0]}`]);
  writeFileSync(join(dir, "server.ext"), `subjectAltName=${names}\n`);
  const sign = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "server.ext"];
  openssl(dir, ["x509", "-req", "-in", "server.csr", ...sign, "-out", "server.pem", "-days", String(days)]);
}

function writePasswords(dir: string, broker: string, users: readonly BrokerUser[]): void {
  const file = join(dir, "passwords");
  writeFileSync(file, users.map((user) => `${user.name}:${user.password}\n`).join(""), { mode: 0o600 });
  const tool = broker.replace(/sbin\/mosquitto$/, "bin/mosquitto").replace(/mosquitto$/, "mosquitto_passwd");
  const run = spawnSync(existsSync(tool) ? tool : "mosquitto_passwd", ["-U", file], { encoding: "utf8" });
  if (run.status !== 0) throw new Error(`mosquitto_passwd: ${run.stderr || run.error?.message}`);
}

function writeConfig(dir: string, port: number, broker: string, options: MosquittoOptions): string {
  const { users, tls } = options;
  const lines = [
    `user ${userInfo().username}`,
    "per_listener_settings false",
    `persistence true`,
    `persistence_location ${dir}/`,
    "log_dest stderr",
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${users === undefined}`,
  ];
  if (users !== undefined) {
    writePasswords(dir, broker, users);
    const acl = users.flatMap((user) => [`user ${user.name}`, ...(user.acl ?? ["topic readwrite #"])]);
    writeFileSync(join(dir, "acl"), `${acl.join("\n")}\n`, { mode: 0o600 });
    lines.push(`password_file ${dir}/passwords`, `acl_file ${dir}/acl`);
  }
  if (tls !== undefined) {
    issueCertificates(dir, tls.hosts, tls.days);
    lines.push(`certfile ${dir}/server.pem`, `keyfile ${dir}/server.key`);
  }
  const file = join(dir, "mosquitto.conf");
  writeFileSync(file, `${[...lines, ...(options.config ?? [])].join("\n")}\n`);
  return file;
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

async function waitUntilListening(child: ChildProcess, port: number, log: () => string): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`mosquitto does not listen on ${port}:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts a real mosquitto on a free port of the loopback interface, with a folder of its own. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const broker = findMosquitto();
  if (broker === null) throw new Error(advice);
  const dir = mkdtempSync(join(tmpdir(), "qtwin-mosquitto-"));
  const port = await freePort();
  const config = writeConfig(dir, port, broker, options);
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    let log = "";
    const started = spawn(broker, ["-c", config], { stdio: ["ignore", "ignore", "pipe"] });
    child = started;
    started.stderr.on("data", (text) => {
      log = `${log}${text}`.slice(-4_000);
    });
    await waitUntilListening(started, port, () => log);
  };
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null) return;
    const ended = new Promise((resolve) => ending.once("exit", resolve));
    ending.kill(signal);
    await ended;
  };
  await start();
  return {
    port,
    url: `${options.tls ? "mqtts" : "mqtt"}://${options.tls?.hosts[0] ?? "127.0.0.1"}:${port}`,
    caFile: join(dir, "ca.pem"),
    dir,
    start,
    stop,
    async close() {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
