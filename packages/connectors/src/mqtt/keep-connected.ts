import { QtwinError } from "@qtwin/core";
import type { Connection } from "./connection.ts";

export interface KeepConnectedOptions {
  readonly connect: () => Promise<Connection>;
  /** A connection was lost, or an attempt to connect again failed. */
  readonly onTrouble: (error: QtwinError) => void;
  /** Wait before the first attempt; doubled with each up to the maximum. */
  readonly minMs: number;
  readonly maxMs: number;
}

/** A connection that is opened again whenever it is lost. */
export interface KeptConnection {
  readonly current: () => Connection | null;
  readonly close: () => Promise<void>;
}

/**
 * Connects, and from then on connects again until closed.
 * @throws what the first attempt throws
 */
export async function keepConnected(options: KeepConnectedOptions): Promise<KeptConnection> {
  let current: Connection | null = await options.connect();
  let closing = false;
  let wake = (): void => {};

  const pause = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const connectAgain = async (): Promise<Connection | null> => {
    let delayMs = options.minMs;
    while (!closing) {
      await pause(delayMs);
      if (closing) return null;
      try {
        return await options.connect();
      } catch (thrown) {
        options.onTrouble(QtwinError.from(thrown));
        delayMs = Math.min(delayMs * 2, options.maxMs);
      }
    }
    return null;
  };

  const stay = async (): Promise<void> => {
    while (current !== null) {
      const reason = await current.ended;
      current = null;
      if (closing) return;
      options.onTrouble(reason);
      current = await connectAgain();
      if (closing) await current?.close();
    }
  };
  const staying = stay();

  return {
    current: () => current,
    async close() {
      closing = true;
      wake();
      await current?.close();
      await staying;
    },
  };
}
