import { receiver } from "../threads/serve.ts";

const receive = receiver((text) => postMessage(text));
addEventListener("message", ({ data }) => receive(data));
