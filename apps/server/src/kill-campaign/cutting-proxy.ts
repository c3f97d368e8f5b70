import { connect, createServer, type Socket } from "node:net";

/** A network between Qtwin and the plant that can be cut. */
export interface CuttingProxy {
  readonly port: number;
  /** Where to go; the plant keeps its port over restarts, but may not. */
  target: number;
  /** From now on what Qtwin sends arrives, and no answer comes back. */
  readonly muteAnswers: () => void;
  /** Ends all connections and lets new ones through again. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export async function openProxy(): Promise<CuttingProxy> {
  const sockets = new Set<Socket>();
  let muted = false;
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    return socket;
  };
  const server = createServer((client) => {
    const plant = track(connect(proxy.target, "127.0.0.1"));
    track(client);
    client.on("data", (bytes) => plant.write(bytes));
    plant.on("data", (bytes) => {
      if (!muted) client.write(bytes);
    });
    client.on("close", () => plant.destroy());
    plant.on("close", () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
    muted = false;
  };
  const proxy: CuttingProxy = {
    port: address !== null && typeof address === "object" ? address.port : 0,
    target: 0,
    muteAnswers: () => {
      muted = true;
    },
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}
