import type { RawMeasurement } from "@qtwin/twin";

/** The network connection messages came over: only there may they be acknowledged. */
export interface Acknowledger {
  readonly acknowledge: (messageIds: readonly number[]) => void;
}

/** Messages that are stored, and then acknowledged, together. */
export interface Batch {
  readonly origin: Acknowledger;
  readonly measurements: RawMeasurement[];
  /** Of the messages that want an acknowledgement (QoS 1), in order of receipt. */
  readonly messageIds: number[];
  /** All messages, those of QoS 0 too. */
  messageCount: number;
}

export interface IntakeOptions {
  readonly store: (measurements: readonly RawMeasurement[]) => Promise<void>;
  readonly batchMessages: number;
  readonly lingerMs: number;
  /** Batches that are being stored at the same time: one is made ready while another is written. */
  readonly parallelBatches: number;
  /** Above this many messages that are not stored, `hasRoom` says no. */
  readonly maxPending: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** A batch could not be stored and is tried again; null once it worked. */
  readonly onTrouble: (error: Error | null, pendingMessages: number) => void;
}

/** Collects messages to batches, stores them, and acknowledges each once it and all before it are stored. */
export interface Intake {
  /** The batch to add to; call `added` after each message. */
  readonly filling: (origin: Acknowledger) => Batch;
  readonly added: () => void;
  readonly hasRoom: () => boolean;
  /** Calls back once there is room again. */
  readonly whenRoom: (proceed: () => void) => void;
  readonly pendingMessages: () => number;
  /** Stores what is there; resolves when all is stored, or at the deadline with what is not left unacknowledged. */
  readonly close: (timeoutMs: number) => Promise<void>;
}

const noBatch: Acknowledger = { acknowledge: () => {} };
const emptyBatch = (origin: Acknowledger): Batch => ({
  origin,
  measurements: [],
  messageIds: [],
  messageCount: 0,
});

/** Pauses between attempts that grow, until there is no more time. */
function createPatience(minMs: number, maxMs: number) {
  let over = false;
  let wake = (): void => {};
  const sleep = (delayMs: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, delayMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    isOver: () => over,
    pause: (attempt: number) => sleep(Math.min(minMs * 2 ** attempt, maxMs)),
    /** Waits for the work, but no longer than this. */
    async endAfter(timeoutMs: number, work: Promise<void>): Promise<void> {
      let deadline: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        deadline = setTimeout(resolve, timeoutMs);
      });
      await Promise.race([work, late]);
      clearTimeout(deadline);
      over = true;
      wake();
    },
  };
}

/** Stores batches, a few at the same time, and acknowledges them in the order they came in. */
function createStorer(options: IntakeOptions, pendingMessages: () => number, onStored: () => void) {
  const patience = createPatience(options.retryMinMs, options.retryMaxMs);
  const inFlight: { readonly batch: Batch; stored: boolean }[] = [];
  let messages = 0;

  const storeUntilDone = async ({ measurements }: Batch): Promise<boolean> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (measurements.length > 0) await options.store(measurements);
        if (attempt > 0) options.onTrouble(null, pendingMessages());
        return true;
      } catch (thrown) {
        if (patience.isOver()) return false;
        options.onTrouble(thrown instanceof Error ? thrown : new Error(String(thrown)), pendingMessages());
        await patience.pause(attempt);
        if (patience.isOver()) return false;
      }
    }
  };

  return {
    endAfter: patience.endAfter,
    messages: () => messages,
    isFree: () => inFlight.length < options.parallelBatches,
    isIdle: () => inFlight.length === 0,
    async store(batch: Batch): Promise<void> {
      const entry = { batch, stored: false };
      inFlight.push(entry);
      messages += batch.messageCount;
      entry.stored = await storeUntilDone(batch);
      while (inFlight[0]?.stored) {
        const { batch: done } = inFlight.shift()!;
        done.origin.acknowledge(done.messageIds);
        messages -= done.messageCount;
      }
      if (entry.stored) onStored();
    },
  };
}

/** Creates the intake of one link. */
export function createIntake(options: IntakeOptions): Intake {
  let filling = emptyBatch(noBatch);
  const sealed: Batch[] = [];
  let sealedMessages = 0;
  let linger: NodeJS.Timeout | null = null;
  let waitingForRoom: (() => void)[] = [];
  let whenIdle: (() => void) | null = null;

  const pendingMessages = (): number => sealedMessages + storer.messages() + filling.messageCount;
  const hasRoom = (): boolean => pendingMessages() <= options.maxPending;

  const seal = (): void => {
    if (linger !== null) clearTimeout(linger);
    linger = null;
    if (filling.messageCount === 0) return;
    sealed.push(filling);
    sealedMessages += filling.messageCount;
    filling = emptyBatch(filling.origin);
  };
  const storeNext = (): void => {
    while (storer.isFree()) {
      const batch = sealed.shift();
      if (batch === undefined) return;
      sealedMessages -= batch.messageCount;
      void storer.store(batch);
    }
  };
  const onStored = (): void => {
    if (storer.isIdle()) seal();
    storeNext();
    if (storer.isIdle()) whenIdle?.();
    if (!hasRoom()) return;
    const proceed = waitingForRoom;
    waitingForRoom = [];
    for (const next of proceed) next();
  };
  const storer = createStorer(options, pendingMessages, onStored);
  const sealAndStore = (): void => {
    seal();
    storeNext();
  };

  return {
    filling(origin) {
      if (filling.origin !== origin) {
        sealAndStore();
        filling = emptyBatch(origin);
      }
      return filling;
    },
    added() {
      filling.messageCount += 1;
      if (filling.messageCount >= options.batchMessages) sealAndStore();
      else linger ??= setTimeout(sealAndStore, options.lingerMs);
    },
    hasRoom,
    whenRoom: (proceed) => void waitingForRoom.push(proceed),
    pendingMessages,
    async close(timeoutMs) {
      sealAndStore();
      const idle = new Promise<void>((resolve) => {
        if (storer.isIdle()) resolve();
        else whenIdle = resolve;
      });
      await storer.endAfter(timeoutMs, idle);
    },
  };
}
