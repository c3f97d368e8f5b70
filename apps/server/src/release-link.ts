import { setTimeout as wait } from "node:timers/promises";
import type { WriteLink } from "@qtwin/twin";
import { type LinkOptions, openPlantWriter } from "./plant-link.ts";

/** A connection to the plant that is open before anybody needs it: releasing must not wait for a handshake. */
export interface ReleaseLink {
  /** Hands assets (an empty list: all) back to native control. */
  readonly release: (assets: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

const retryMs = 5_000;

const releaseOver = (link: WriteLink, assets: readonly string[]): Promise<void> =>
  assets.length === 0 ? link.release() : link.release(assets);

/** Opens the connection in the background, again and again until it is there; it keeps itself open from then on. */
export function keepReleaseLink(
  options: LinkOptions,
  signal: AbortSignal,
  open: (options: LinkOptions) => Promise<WriteLink> = openPlantWriter,
): ReleaseLink {
  let kept: WriteLink | null = null;
  const opening = (async () => {
    while (!signal.aborted && kept === null) {
      kept = await open(options).catch(() => null);
      if (kept === null) await wait(retryMs, undefined, { signal }).catch(() => undefined);
    }
  })();

  /** When the kept connection is not there or fails, a new one either works or says precisely why not. */
  const releaseAnew = async (assets: readonly string[]): Promise<void> => {
    const link = await open(options);
    try {
      await releaseOver(link, assets);
    } finally {
      await link.close();
    }
  };
  return {
    release: async (assets) => {
      if (kept === null) return releaseAnew(assets);
      await releaseOver(kept, assets).catch(() => releaseAnew(assets));
    },
    close: async () => {
      await opening;
      await kept?.close();
    },
  };
}
