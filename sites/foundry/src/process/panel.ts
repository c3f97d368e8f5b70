import { chmodSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { type Foundry, modes, type SensorFault } from "../plant-model.ts";

/** The panel on the plant's floor: a local socket, JSON lines in, one JSON line out each. */
export interface Panel {
  readonly close: () => Promise<void>;
}

type Request = Readonly<Record<string, unknown>>;

const shapes: Readonly<Record<string, string>> = {
  mode: '{"do":"mode","asset":"f1","mode":"local"}',
  trip: '{"do":"trip","asset":"air.c1","minutes":30}',
  "refuse-heat": '{"do":"refuse-heat","orderId":"...","reason":"..."}',
  sensor: '{"do":"sensor","pointId":"...","fault":"dropout|stuck|drift|none"}',
  release: '{"do":"release","assets":["f1"]}',
  state: '{"do":"state"}',
};

/**
 * Opens the panel; only the plant's own user may reach it.
 * @param onChange called after anything was changed, to checkpoint
 */
export async function openPanel(socketPath: string, foundry: Foundry, onChange: () => void): Promise<Panel> {
  rmSync(socketPath, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    createInterface({ input: socket }).on("line", (line) => {
      if (line.trim() !== "") socket.write(`${JSON.stringify(answer(line, foundry, onChange))}\n`);
    });
  });
  await listen(server, socketPath);
  chmodSync(socketPath, 0o600);
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });

function answer(line: string, foundry: Foundry, onChange: () => void): object {
  try {
    const request = JSON.parse(line) as Request;
    if (request.do === "state") return { ok: true, ...stateOf(foundry) };
    act(request, foundry);
    onChange();
    return { ok: true, atMs: foundry.nowMs() };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function act(request: Request, foundry: Foundry): void {
  const name = String(request.do);
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (!action) {
    throw new Error(
      `'${name}' is not something this panel does. Write one of: ${Object.values(shapes).join(" ")}`,
    );
  }
  const text = (key: string): string => {
    const value = request[key];
    if (typeof value === "string" && value !== "") return value;
    throw new Error(`'${key}' is missing: write ${shapes[name]}.`);
  };
  action(foundry, text, request);
}

type Action = (foundry: Foundry, text: (key: string) => string, request: Request) => void;

const actions: Readonly<Record<string, Action>> = {
  mode: (foundry, text) => foundry.setMode(text("asset"), oneOf(modes, text("mode"))),
  trip: (foundry, text, { minutes }) =>
    foundry.trip(text("asset"), typeof minutes === "number" ? minutes : undefined),
  "refuse-heat": (foundry, text) => foundry.refuseHeat(text("orderId"), text("reason")),
  sensor: (foundry, text) => foundry.sensorFault(text("pointId"), oneOf(sensorFaults, text("fault"))),
  release: (foundry, _text, { assets }) =>
    foundry.release(Array.isArray(assets) ? assets.map(String) : undefined),
};

const sensorFaults: readonly SensorFault[] = ["dropout", "stuck", "drift", "none"];

function oneOf<T extends string>(allowed: readonly T[], given: string): T {
  const found = allowed.find((candidate) => candidate === given);
  if (found === undefined) throw new Error(`'${given}' is none of: ${allowed.join(", ")}.`);
  return found;
}

function stateOf(foundry: Foundry): object {
  const readings = foundry.readings();
  return {
    atMs: foundry.nowMs(),
    values: Object.fromEntries(readings.map((reading) => [reading.pointId, reading.value])),
    bad: readings.filter((reading) => reading.quality !== "good").map((reading) => reading.pointId),
  };
}
