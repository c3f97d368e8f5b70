import type { LoopContext } from "../context.ts";
import { isEnded } from "./due-commands.ts";

/**
 * Hands an asset back to native control after a step of its group failed, and says so. Never "undone": the value
 * before belongs to a plant that no longer exists. If the plant cannot be told, its lease ends by itself.
 */
export async function handBack(
  context: LoopContext,
  proposalId: string,
  asset: string,
  reason: string,
): Promise<void> {
  const { site, store, clock, log } = context;
  const told = await context
    .link()
    .release([asset])
    .then(
      () => true,
      () => false,
    );
  const atMs = clock.nowMs();
  for (const record of await store.commands.ofProposal(proposalId)) {
    if (record.asset !== asset || isEnded(record)) continue;
    await store.commands.transition(record.id, { to: "handed-back", atMs, reason });
  }
  log("warn", `${asset} handed back: ${reason}`, { proposalId, told });
  const details = { asset, reason, told };
  await store.audit.append({
    siteId: site.id,
    atMs,
    actor: "loop",
    action: "asset.hand-back",
    subject: proposalId,
    details,
  });
  await store.events.notify({
    siteId: site.id,
    topic: "trigger",
    atMs,
    payload: { kind: "command-refused", proposalId, ...details },
  });
}
