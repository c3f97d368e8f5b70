import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A free port below those the system gives to outgoing connections: one of them could take a kept port while its
 * server is down.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  return tryListen(0).then((port) => port!);
}

export const isFree = (port: number): Promise<boolean> => tryListen(port).then((found) => found !== null);

function tryListen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });
}
