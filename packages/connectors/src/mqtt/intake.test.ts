import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Acknowledger, createIntake, type IntakeOptions } from "./intake.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function origin(): Acknowledger & { readonly ids: number[] } {
  const ids: number[] = [];
  return { ids, acknowledge: (more) => void ids.push(...more) };
}

function intakeWith(options: Partial<IntakeOptions>) {
  const troubles: (string | null)[] = [];
  const intake = createIntake({
    store: async () => {},
    batchMessages: 3,
    lingerMs: 5,
    parallelBatches: 1,
    maxPending: 5,
    retryMinMs: 10,
    retryMaxMs: 40,
    onTrouble: (error) => troubles.push(error?.message ?? null),
    ...options,
  });
  const add = (from: Acknowledger, id: number): void => {
    const batch = intake.filling(from);
    batch.messageIds.push(id);
    batch.measurements.push({ pointId: `p${id}` } as never);
    intake.added();
  };
  return { intake, add, troubles };
}

test("a batch is stored at its size or after its linger, and acknowledged only then", async () => {
  const sizes: number[] = [];
  const release: (() => void)[] = [];
  const { add } = intakeWith({
    store: (measurements) => {
      sizes.push(measurements.length);
      return new Promise((resolve) => release.push(resolve));
    },
  });
  const from = origin();
  for (const id of [1, 2, 3, 4]) add(from, id);
  expect(sizes).toEqual([3]);
  expect(from.ids).toEqual([]);
  release[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(from.ids).toEqual([1, 2, 3]);
  expect(sizes, "what came meanwhile goes next, without waiting").toEqual([3, 1]);
  release[1]!();
  await vi.advanceTimersByTimeAsync(0);
  add(from, 5);
  expect(sizes).toEqual([3, 1]);
  await vi.advanceTimersByTimeAsync(5);
  expect(sizes).toEqual([3, 1, 1]);
});

test("two batches are stored at the same time, yet acknowledged in the order they came", async () => {
  const release: (() => void)[] = [];
  const { add } = intakeWith({
    parallelBatches: 2,
    store: () => new Promise((resolve) => release.push(resolve)),
  });
  const from = origin();
  for (const id of [1, 2, 3, 4, 5, 6, 7]) add(from, id);
  expect(release).toHaveLength(2);
  release[1]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(from.ids, "the first is not stored yet").toEqual([]);
  release[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(from.ids).toEqual([1, 2, 3, 4, 5, 6]);
});

test("messages of two connections never share a batch: each is acknowledged where it came from", async () => {
  const { add } = intakeWith({});
  const [before, after] = [origin(), origin()];
  add(before, 7);
  add(after, 7);
  add(after, 8);
  await vi.advanceTimersByTimeAsync(5);
  expect(before.ids).toEqual([7]);
  expect(after.ids).toEqual([7, 8]);
});

test("a batch that cannot be stored is tried again with growing pauses, in order, and room runs out meanwhile", async () => {
  let attempts = 0;
  const stored: string[] = [];
  const { intake, add, troubles } = intakeWith({
    store: async (measurements) => {
      attempts += 1;
      if (attempts < 4) throw new Error("away");
      stored.push(...measurements.map((one) => one.pointId));
    },
  });
  const from = origin();
  for (const id of [1, 2, 3, 4, 5, 6]) add(from, id);
  expect(intake.hasRoom()).toBe(false);
  let room = false;
  intake.whenRoom(() => {
    room = true;
  });
  await vi.advanceTimersByTimeAsync(10 + 20);
  expect({ attempts, room, acknowledged: from.ids }).toEqual({ attempts: 3, room: false, acknowledged: [] });
  await vi.advanceTimersByTimeAsync(40);
  expect(room).toBe(true);
  expect(stored).toEqual(["p1", "p2", "p3", "p4", "p5", "p6"]);
  expect(from.ids).toEqual([1, 2, 3, 4, 5, 6]);
  expect(troubles).toEqual(["away", "away", "away", null]);
});

test("closing stores what is there; what cannot be stored in time stays unacknowledged", async () => {
  const good = intakeWith({});
  const from = origin();
  good.add(from, 1);
  await good.intake.close(100);
  expect(from.ids).toEqual([1]);

  const bad = intakeWith({
    store: async () => {
      throw new Error("away");
    },
  });
  bad.add(from, 2);
  const closing = bad.intake.close(100);
  await vi.advanceTimersByTimeAsync(100);
  await closing;
  expect(from.ids).toEqual([1]);
});
