import { z } from "zod";
import { defineConnector, type ReadHandlers } from "../connector.ts";
import type { RawMeasurement } from "../measurement.ts";
import { connectorContract } from "./connector-contract.ts";
import { pointSpec, rawMeasurement } from "./samples.ts";

/** The smallest connector that keeps every promise: a queue in this process, emptied only when it was taken. */
const point = pointSpec();
const wires = new Map<string, { queue: RawMeasurement[]; last: RawMeasurement | null; wake: () => void }>();

const memory = defineConnector({
  id: "memory",
  title: "Queue in this process",
  delivery: "push",
  can: ["read"],
  config: z.strictObject({ wire: z.string().min(1) }),
  check: (_config, points) =>
    points.map((each) => ({
      level: "error",
      where: `points.${each.id}`,
      message: "The test gives no such point.",
      fix: "Remove it.",
    })),
  openRead: async ({ wire }, _context, handlers) => {
    const found = wires.get(wire);
    return {
      status: () => ({
        state: found ? "connected" : "down",
        sinceMs: 0,
        clockOffsetMs: null,
        detail: found ? "" : `there is no wire '${wire}'`,
      }),
      readNow: async () => (found?.last ? [found.last] : []),
      readHistory: async () => [],
      close: found ? drain(found, handlers) : async () => undefined,
    };
  },
});

function drain(
  wire: { queue: RawMeasurement[]; wake: () => void },
  handlers: ReadHandlers,
): () => Promise<void> {
  let open = true;
  wire.wake = () => void run();
  const run = async (): Promise<void> => {
    while (open && wire.queue.length > 0) {
      const batch = [...wire.queue];
      await handlers.onBatch(batch).then(
        () => wire.queue.splice(0, batch.length),
        () => new Promise((resolve) => setTimeout(resolve, 5)),
      );
    }
  };
  return async () => {
    open = false;
  };
}

const context = {
  siteId: "test",
  clock: { nowMs: () => Date.UTC(2023, 4, 8), speed: 1 },
  points: [point],
  pkiDir: "",
  log: () => undefined,
  onSecurityEvent: () => undefined,
};

let wireCount = 0;

connectorContract({
  connector: {
    ...memory,
    check: (config, points) =>
      memory.check(
        config,
        points.filter((each) => each !== point),
      ),
  },
  source: async () => {
    const name = `wire${wireCount++}`;
    const wire = {
      queue: [] as RawMeasurement[],
      last: null as RawMeasurement | null,
      wake: () => undefined,
    };
    wires.set(name, wire);
    return {
      config: { wire: name },
      context,
      point,
      emit: async (value, quality) => {
        wire.last = rawMeasurement({ value, quality, source: "memory:queue" });
        wire.queue.push(wire.last);
        wire.wake();
      },
      close: async () => void wires.delete(name),
    };
  },
  wrong: [
    { title: "no name", config: { wire: "" }, where: "wire" },
    {
      title: "a point it cannot give",
      config: { wire: "x" },
      where: "points.air.x",
      points: [pointSpec({ id: "air.x" })],
    },
  ],
  unreachable: async () => ({ config: { wire: "nowhere" }, context }),
});
