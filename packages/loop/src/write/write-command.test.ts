import { expect, test } from "vitest";
import { fakePlant } from "../testing/fake-plant.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { memoryCommands } from "../testing/memory-commands.ts";
import { batteryCommand, batteryNet, batteryPoint } from "../testing/points.ts";
import { sendCommand, verifyCommand } from "./write-command.ts";

function setUp() {
  const clock = manualClock();
  const plant = fakePlant(clock);
  const commands = memoryCommands();
  const ports = { link: () => plant.link, commands, clock, wait: clock.wait };
  const write = async (command = batteryCommand()) => {
    await sendCommand(ports, batteryPoint, command);
    return verifyCommand(ports, batteryPoint, batteryNet, command.id);
  };
  return { clock, plant, commands, write };
}

test("a command is stored, sent, answered and verified", async () => {
  const { plant, write } = setUp();
  expect(await write()).toMatchObject({
    state: "verified",
    sends: 1,
    ack: { state: "accepted", value: 100 },
  });
  expect(plant.effects.map((item) => item.id)).toEqual(["p-1:battery.power:0"]);
});

test("a command whose answer was lost is not sent again", async () => {
  const { plant, write } = setUp();
  plant.faults.push("lost-after");
  expect(await write()).toMatchObject({ state: "verified", sends: 1 });
  expect(plant.effects).toHaveLength(1);
});

test("a process that died after sending reads the answer first", async () => {
  const { plant, commands, write } = setUp();
  await commands.prepare(batteryCommand(), 0);
  await commands.transition("p-1:battery.power:0", { to: "sent", atMs: 0 });
  await plant.link.send(batteryPoint, { ...batteryCommand(), planId: "p-1" });
  expect(await write()).toMatchObject({ state: "verified", sends: 1 });
  expect(plant.effects).toHaveLength(1);
});

test("a command that was lost on the way ends as failed: nobody knows, so nobody assumes", async () => {
  const { plant, write } = setUp();
  plant.faults.push("lost-before");
  expect(await write()).toMatchObject({ state: "failed", reason: "The plant did not answer." });
  expect(plant.effects).toEqual([]);
});

test("a clamped value is verified against the value in force", async () => {
  const { plant, write } = setUp();
  plant.answers.set("battery.power", { state: "clamped", value: 60, reason: "SoC" });
  expect(await write()).toMatchObject({ state: "verified", ack: { state: "clamped", value: 60 } });
});

test("a refused command ends with the plant's reason", async () => {
  const { plant, write } = setUp();
  plant.answers.set("battery.power", { state: "refused", reason: "mode local" });
  expect(await write()).toMatchObject({ state: "refused", reason: "mode local" });
});

test("a value that does not follow in time fails", async () => {
  const { plant, clock, write } = setUp();
  plant.pinned.set("battery.netKw", 0);
  expect(await write()).toMatchObject({ state: "failed" });
  expect(clock.nowMs()).toBeLessThan(60_000);
});

test("a command is not sent once its time is over", async () => {
  const { plant, clock, write } = setUp();
  clock.advance(900_000);
  expect(await write()).toMatchObject({ state: "expired", sends: 0 });
  expect(plant.effects).toEqual([]);
});

test("a command sent ahead is verified from its start on, not before", async () => {
  const { plant, clock, write } = setUp();
  const ahead = batteryCommand({ validFromMs: 60_000 });
  expect(await write(ahead)).toMatchObject({ state: "verified" });
  expect(clock.nowMs()).toBeGreaterThanOrEqual(60_000);
  expect(plant.effects[0]?.atMs).toBeLessThan(60_000);
});
