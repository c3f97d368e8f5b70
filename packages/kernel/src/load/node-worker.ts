import { parentPort } from "node:worker_threads";
import { receiver } from "../threads/serve.ts";

const port = parentPort!;
port.on(
  "message",
  receiver((text) => port.postMessage(text)),
);
