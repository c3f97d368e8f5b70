import fc from "fast-check";
import { expect, test } from "vitest";
import { type Fault, fakePlant } from "../testing/fake-plant.ts";
import { manualClock } from "../testing/manual-clock.ts";
import { memoryCommands } from "../testing/memory-commands.ts";
import { batteryCommand, batteryNet, batteryPoint } from "../testing/points.ts";
import { isEnded } from "./due-commands.ts";
import { sendCommand, verifyCommand } from "./write-command.ts";

class Crash extends Error {}

test("whatever is lost and whenever the process dies, an id takes effect at most once and never after its time", async () => {
  let effectsSeen = 0;
  let crashesSeen = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Fault>("none", "lost-before", "lost-after", "away"), { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 920_000 }),
      async (faults, crashAfterCalls, startMs) => {
        const clock = manualClock(startMs);
        const plant = fakePlant(clock);
        plant.faults.push(...faults);
        const stored = memoryCommands();
        let callsLeft = Number.POSITIVE_INFINITY;
        const call = <T>(value: T): T => {
          callsLeft -= 1;
          if (callsLeft < 0) throw new Crash();
          return value;
        };
        // Every touch of the store or the plant is a place to die, before or after it took effect.
        const dying = <T extends object>(target: T): T =>
          new Proxy(target, {
            get: (object, name) => {
              const member = Reflect.get(object, name) as unknown;
              if (typeof member !== "function") return member;
              return async (...parameters: unknown[]) => {
                call(null);
                return call(await Reflect.apply(member, object, parameters));
              };
            },
          });
        const ports = {
          link: () => dying(plant.link),
          commands: dying(stored),
          clock,
          wait: async (byMs: number) => call(clock.wait(byMs)),
        };
        const command = batteryCommand();
        const run = async () => {
          await sendCommand(ports, batteryPoint, command);
          await verifyCommand(ports, batteryPoint, batteryNet, command.id);
        };
        for (const calls of [...crashAfterCalls, Number.POSITIVE_INFINITY]) {
          callsLeft = calls;
          await run().catch((error: unknown) => {
            crashesSeen += 1;
            if (callsLeft >= 0) throw error;
          });
        }
        const record = await stored.get(command.id);
        expect(record && isEnded(record)).toBe(true);
        expect(plant.effects.length).toBeLessThanOrEqual(1);
        for (const effect of plant.effects) expect(effect.atMs).toBeLessThan(command.validUntilMs);
        if (record?.state === "verified") expect(plant.effects).toHaveLength(1);
        effectsSeen += plant.effects.length;
      },
    ),
    { numRuns: 400 },
  );
  expect(effectsSeen).toBeGreaterThan(100);
  expect(crashesSeen).toBeGreaterThan(100);
});
