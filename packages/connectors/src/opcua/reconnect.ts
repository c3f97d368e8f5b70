import { QtwinError } from "@qtwin/core";
import type { LinkStatus, OpenContext } from "@qtwin/twin";
import { opcuaError } from "./errors.ts";

/** Something that is open, may be lost, and can be closed. */
export interface Attachment {
  readonly onLost: (listener: (reason: string) => void) => void;
  readonly clockOffsetMs: () => number | null;
  readonly close: () => Promise<void>;
}

/** An attachment that is opened again, with growing pauses, until it is closed. */
export interface Kept<T extends Attachment> {
  /** @throws QT_OPCUA_NOT_CONNECTED while it is away */
  readonly current: () => T;
  readonly status: () => LinkStatus;
  readonly close: () => Promise<void>;
}

const firstPauseMs = 250;
const longestPauseMs = 5000;

/**
 * Opens, and keeps open. The first failure is thrown; every later one is a status and a new attempt, also when the
 * server is refused, so that a certificate trusted meanwhile heals the link.
 * @param open called with `true` for each opening after the first
 */
export async function keepOpen<T extends Attachment>(
  open: (again: boolean) => Promise<T>,
  context: OpenContext,
  onStatus: (status: LinkStatus) => void,
): Promise<Kept<T>> {
  let current: T | null = null;
  let closed = false;
  let wake = () => {};
  let working: Promise<void> = Promise.resolve();
  let closing: Promise<unknown> = Promise.resolve();
  let state: Omit<LinkStatus, "clockOffsetMs"> = {
    state: "connecting",
    sinceMs: context.clock.nowMs(),
    detail: "",
  };

  const status = (): LinkStatus => ({ ...state, clockOffsetMs: current?.clockOffsetMs() ?? null });
  const enter = (next: LinkStatus["state"], detail: string) => {
    if (next === state.state && detail === state.detail) return;
    const sinceMs = next === state.state ? state.sinceMs : context.clock.nowMs();
    state = { state: next, sinceMs, detail };
    onStatus(status());
  };

  const attach = (opened: T) => {
    current = opened;
    enter("connected", "");
    opened.onLost((reason) => {
      if (closed || current !== opened) return;
      current = null;
      enter("reconnecting", reason);
      context.log("warn", "OPC UA connection lost", { reason });
      // Saying goodbye to a peer that is silent takes its time; the new connection does not wait for it.
      closing = Promise.all([closing, opened.close()]);
      working = reopen();
    });
  };

  const reopen = async (): Promise<void> => {
    for (let pauseMs = firstPauseMs; !closed; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
      try {
        const opened = await open(true);
        if (closed) return await opened.close();
        context.log("info", "OPC UA connection is back");
        return attach(opened);
      } catch (thrown) {
        const error = QtwinError.from(thrown);
        enter(error.kind === "unavailable" ? "reconnecting" : "down", `${error.message} ${error.fix}`);
      }
      if (!closed) await pause(pauseMs);
    }
  };
  const pause = (pauseMs: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  attach(await open(false));
  return {
    current: () => {
      if (current) return current;
      throw opcuaError.notConnected(state.detail);
    },
    status,
    close: async () => {
      closed = true;
      wake();
      await working;
      const last = current;
      current = null;
      await last?.close();
      await closing;
      enter("down", "closed");
    },
  };
}
