import { createServer } from "node:net";
import { freePort as anyFreePort } from "@qtwin/store";
import { listenFailure } from "../errors.ts";

/**
 * A port that is free now on the loopback address.
 * @param wanted 0: any
 * @throws QT_SERVER_PORT_IN_USE, QT_SERVER_PORT_DENIED
 */
export function freePort(wanted: number): Promise<number> {
  if (wanted === 0) return anyFreePort();
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => reject(listenFailure(error, wanted)));
    probe.listen(wanted, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}

/** The usual port, or the next free one when nobody asked for a certain one. */
export async function usualPort(): Promise<number> {
  for (let port = firstPort; port < firstPort + 20; port++) {
    const found = await freePort(port).catch(() => null);
    if (found !== null) return found;
  }
  return freePort(0);
}

export const firstPort = 8420;
