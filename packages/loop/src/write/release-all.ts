import type { WriteLink } from "@qtwin/twin";

/**
 * Hands assets (all without a list) back to native control, straight at the plant: no store, no workflow. A plan in
 * force is ended by whoever calls this, when the store is there; until then the worker notices the release by
 * itself, since its commands no longer follow.
 */
export async function releaseAll(link: WriteLink, assets?: readonly string[]): Promise<void> {
  await (assets === undefined ? link.release() : link.release(assets));
}
