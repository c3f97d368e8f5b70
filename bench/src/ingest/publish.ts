// A worker that publishes a load at QoS 1 as fast as the broker takes it. The packets are made beforehand and written as
// bytes, so that on a small machine the measured side, not the load, has the processor.
import { connect, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { type Load, payloadOf, topicOf } from "./load.ts";

const { load, port } = workerData as { load: Load; port: number };
/** Messages a publisher has out without an answer. */
const windowSize = 4_000;
const chunkSize = 500;

function remainingLength(length: number): readonly number[] {
  return length < 128 ? [length] : [(length & 127) | 128, ...remainingLength(length >>> 7)];
}

function publishPacket(topic: string, payload: string, messageId: number): Buffer {
  const topicBytes = Buffer.from(topic);
  const idBytes = Buffer.from([messageId >>> 8, messageId & 255]);
  const topicLength = Buffer.from([topicBytes.length >>> 8, topicBytes.length & 255]);
  const body = Buffer.concat([topicLength, topicBytes, idBytes, Buffer.from(payload)]);
  return Buffer.concat([Buffer.from([0x32, ...remainingLength(body.length)]), body]);
}

function connectPacket(clientId: string): Buffer {
  const body = [0, 4, ...Buffer.from("MQTT"), 4, 2, 0, 0, 0, clientId.length, ...Buffer.from(clientId)];
  return Buffer.from([0x10, ...remainingLength(body.length), ...body]);
}

/** The messages of one publisher: the meters are split between them, so the order of each meter is kept. */
function chunksOf(publisher: number): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let chunk: Buffer[] = [];
  let count = 0;
  for (let index = 0; index < load.messages; index += 1) {
    const meter = index % load.meters;
    if (meter % load.publishers !== publisher) continue;
    chunk.push(publishPacket(topicOf(meter), payloadOf(load, index), (count % 65_535) + 1));
    count += 1;
    if (chunk.length < chunkSize) continue;
    chunks.push(Buffer.concat(chunk));
    chunk = [];
  }
  return chunk.length === 0 ? chunks : [...chunks, Buffer.concat(chunk)];
}

/** Connects, and resolves with a function that publishes all and resolves when all are acknowledged. */
async function publisher(number: number): Promise<() => Promise<void>> {
  const chunks = chunksOf(number);
  const total = Math.ceil((load.messages - number) / load.publishers);
  const socket: Socket = connect({ port, host: "127.0.0.1", noDelay: true });
  socket.write(connectPacket(`publisher-${number}`));
  await new Promise<void>((resolve) => socket.once("data", () => resolve()));
  return () =>
    new Promise((resolve) => {
      let sent = 0;
      let acknowledgedBytes = 0;
      const send = (): void => {
        while (sent < chunks.length && sent * chunkSize - acknowledgedBytes / 4 < windowSize) {
          socket.write(chunks[sent]!);
          sent += 1;
        }
      };
      socket.on("data", (data) => {
        acknowledgedBytes += data.length;
        send();
        if (acknowledgedBytes / 4 < total) return;
        socket.end(Buffer.from([0xe0, 0]));
        resolve();
      });
      send();
    });
}

const ready = await Promise.all(Array.from({ length: load.publishers }, (_, number) => publisher(number)));
parentPort!.postMessage("ready");
parentPort!.once("message", async () => {
  await Promise.all(ready.map((publish) => publish()));
  parentPort!.postMessage("done");
});
