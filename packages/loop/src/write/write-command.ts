import { invariant } from "@qtwin/core";
import type { CommandChange, CommandRecord, CommandStore, PreparedCommand } from "@qtwin/store";
import type { Ack, Command, PointSpec, SiteClock, WriteLink, WritePoint } from "@qtwin/twin";
import { isEnded } from "./due-commands.ts";
import { follows } from "./follows.ts";

/** What a write needs; the store is asked before the plant, always. */
export interface WritePorts {
  readonly link: () => WriteLink;
  readonly commands: CommandStore;
  readonly clock: SiteClock;
  /** Waits in plant time. */
  readonly wait: (plantMs: number) => Promise<void>;
}

/** How long the plant may take to answer a command, plant time; at least this much wall time too. */
const ackWithinMs = 20_000;
const leastWallMs = 2_000;

const plantMsOf = (ports: WritePorts, withinMs: number): number =>
  Math.max(withinMs, leastWallMs * ports.clock.speed);

const commandOf = (command: PreparedCommand): Command => ({
  id: command.id,
  value: command.value,
  validFromMs: command.validFromMs,
  validUntilMs: command.validUntilMs,
  planId: command.proposalId,
});

/** Asks until the answer is there or the time is over; a link that is down is asked again. */
async function poll<T>(ports: WritePorts, untilMs: number, ask: () => Promise<T | null>): Promise<T | null> {
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    if (ports.clock.nowMs() >= untilMs) return null;
    await ports.wait(Math.max(1000, 100 * ports.clock.speed));
  }
}

const ackOf = async (ports: WritePorts, point: WritePoint, id: string): Promise<Ack | null> => {
  const ack = await ports.link().readAck(point);
  return ack?.id === id ? ack : null;
};

/**
 * Brings a command to the plant at least once; its id makes the effect happen at most once. The id is stored before the
 * command leaves. When it may have left before (a crash, a cut), the plant's answer is read first, and only a
 * command the plant does not know is sent again.
 */
async function deliver(ports: WritePorts, point: WritePoint, command: PreparedCommand): Promise<Ack | null> {
  const { commands, clock } = ports;
  const { record } = await commands.prepare(command, clock.nowMs());
  if (record.ack) return record.ack;
  if (record.sends > 0) {
    const known = await poll(ports, clock.nowMs(), () => ackOf(ports, point, command.id));
    if (known) return known;
  }
  if (clock.nowMs() >= command.validUntilMs) return null;
  await commands.transition(command.id, { to: "sent", atMs: clock.nowMs() });
  await ports
    .link()
    .send(point, commandOf(command))
    .catch(() => undefined); // whether it arrived is for the answer to say
  const untilMs = Math.min(command.validUntilMs, clock.nowMs() + plantMsOf(ports, ackWithinMs));
  return poll(ports, untilMs, () => ackOf(ports, point, command.id));
}

/** Ends a command, unless it was ended meanwhile: its asset may have been handed back. */
async function conclude(ports: WritePorts, id: string, change: CommandChange): Promise<CommandRecord> {
  try {
    return await ports.commands.transition(id, change);
  } catch (error) {
    const record = await ports.commands.get(id);
    if (record && isEnded(record)) return record;
    throw error;
  }
}

/**
 * Stores, sends and gets the answer to a command. Safe to run again after a crash at any point. Comes back as
 * `acknowledged` or `clamped` when the plant took it, else as `refused`, `expired` or `failed`.
 */
export async function sendCommand(
  ports: WritePorts,
  point: WritePoint,
  command: PreparedCommand,
): Promise<CommandRecord> {
  const { commands, clock } = ports;
  const known = await commands.get(command.id);
  if (known && (isEnded(known) || known.ack)) return known;
  const ack = await deliver(ports, point, command);
  const atMs = clock.nowMs();
  if (ack) {
    const to = ack.state === "accepted" ? "acknowledged" : ack.state;
    return conclude(ports, command.id, { to, atMs, ack, reason: ack.reason });
  }
  const expired = atMs >= command.validUntilMs;
  return conclude(ports, command.id, {
    to: expired ? "expired" : "failed",
    atMs,
    reason: expired ? "Its time ended without an answer." : "The plant did not answer.",
  });
}

/**
 * The Ack is half of the proof; the other half is the process value that follows within the point's time, counted from
 * the instant the command starts to count. Ends in `verified` or `failed`.
 * @param followed the point `point.verify` names
 */
export async function verifyCommand(
  ports: WritePorts,
  point: WritePoint,
  followed: PointSpec,
  id: string,
): Promise<CommandRecord> {
  const { commands, clock } = ports;
  const record = await commands.get(id);
  invariant(record, `command ${id} is verified but not stored`);
  if (isEnded(record) || !record.ack) return record;
  const { ack, validFromMs } = record;
  while (clock.nowMs() < validFromMs) await ports.wait(Math.min(validFromMs - clock.nowMs(), 5_000));
  const untilMs = clock.nowMs() + plantMsOf(ports, point.verify.withinS * 1000);
  let last: unknown = null;
  const seen = await poll(ports, untilMs, async () => {
    const reading = await ports.link().readPoint(followed);
    last = reading.value;
    return reading.quality !== "bad" && follows(point, ack.value, reading.value) ? reading : null;
  });
  const atMs = clock.nowMs();
  if (seen) return conclude(ports, id, { to: "verified", atMs, reason: ack.reason });
  const reason = `${followed.id} did not follow within ${point.verify.withinS} s: ${JSON.stringify(last)}.`;
  return conclude(ports, id, { to: "failed", atMs, reason });
}
