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
  /** Above this many messages that are not stored, `hasRoom` says no. */
  readonly maxPending: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** A batch could not be stored and is tried again; null once it worked. */
  readonly onTrouble: (error: Error | null, pendingMessages: number) => void;
}

/** Collects messages to batches, stores one batch after the other, and acknowledges each once it is stored. */
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

/** Creates the intake of one link; batches are stored strictly in order, so acknowledgements are too. */
export function createIntake(options: IntakeOptions): Intake {
  let filling = emptyBatch(noBatch);
  const sealed: Batch[] = [];
  let sealedMessages = 0;
  let storing = false;
  let linger: NodeJS.Timeout | null = null;
  const patience = createPatience(options.retryMinMs, options.retryMaxMs);
  let waitingForRoom: (() => void)[] = [];
  let waitingForIdle: (() => void)[] = [];

  const pendingMessages = (): number => sealedMessages + filling.messageCount;
  const hasRoom = (): boolean => pendingMessages() <= options.maxPending;

  const seal = (): void => {
    if (linger !== null) clearTimeout(linger);
    linger = null;
    if (filling.messageCount === 0) return;
    sealed.push(filling);
    sealedMessages += filling.messageCount;
    filling = emptyBatch(filling.origin);
  };

  const storeUntilDone = async (batch: Batch): Promise<boolean> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (batch.measurements.length > 0) await options.store(batch.measurements);
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

  const release = (): void => {
    if (!hasRoom()) return;
    const proceed = waitingForRoom;
    waitingForRoom = [];
    for (const next of proceed) next();
  };

  const drain = async (): Promise<void> => {
    if (storing) return;
    storing = true;
    for (;;) {
      if (sealed.length === 0) seal();
      const batch = sealed[0];
      if (batch === undefined || !(await storeUntilDone(batch))) break;
      batch.origin.acknowledge(batch.messageIds);
      sealed.shift();
      sealedMessages -= batch.messageCount;
      release();
    }
    storing = false;
    for (const resolve of waitingForIdle) resolve();
    waitingForIdle = [];
  };

  const sealAndDrain = (): void => {
    seal();
    void drain();
  };

  return {
    filling(origin) {
      if (filling.origin !== origin) {
        seal();
        filling = emptyBatch(origin);
      }
      return filling;
    },
    added() {
      filling.messageCount += 1;
      if (filling.messageCount >= options.batchMessages) sealAndDrain();
      else if (!storing && linger === null) linger = setTimeout(sealAndDrain, options.lingerMs);
    },
    hasRoom,
    whenRoom: (proceed) => void waitingForRoom.push(proceed),
    pendingMessages,
    async close(timeoutMs) {
      sealAndDrain();
      const idle = new Promise<void>((resolve) => {
        if (storing) waitingForIdle.push(resolve);
        else resolve();
      });
      await patience.endAfter(timeoutMs, idle);
    },
  };
}
