import { QtwinError } from "@qtwin/core";
import { useEffect, useReducer, useRef } from "react";
import type { Certified, RunMessage, RunReport, RunRequest, TracePoint } from "./messages.ts";
import type { RunSettings } from "./settings.ts";

export type RunState =
  | { readonly kind: "idle" }
  | {
      readonly kind: "running";
      readonly settings: RunSettings;
      readonly certified: Certified | null;
      readonly trace: readonly TracePoint[];
      readonly stopping: boolean;
    }
  | { readonly kind: "done"; readonly report: RunReport; readonly trace: readonly TracePoint[] }
  | { readonly kind: "failed"; readonly error: unknown };

type Event =
  | RunMessage
  | { readonly kind: "start"; readonly settings: RunSettings }
  | { readonly kind: "stopping" }
  | { readonly kind: "dropped" };

function next(state: RunState, event: Event): RunState {
  if (event.kind === "start")
    return { kind: "running", settings: event.settings, certified: null, trace: [], stopping: false };
  if (event.kind === "failed") return { kind: "failed", error: new QtwinError(event.error) };
  if (event.kind === "dropped") return { kind: "idle" };
  if (state.kind !== "running") return state;
  switch (event.kind) {
    case "certified":
      return { ...state, certified: event.certified };
    case "trace":
      return { ...state, trace: [...state.trace, ...event.points] };
    case "stopping":
      return { ...state, stopping: true };
    case "done":
      return { kind: "done", report: event.report, trace: state.trace };
  }
}

const noWorker = {
  kind: "unavailable",
  code: "QT_DASHBOARD_NO_WORKER",
  message: "The part of the page that runs the simulation could not start.",
  fix: "Reload the page. If it stays so, the browser or a proxy blocks web workers.",
} as const;

interface Job {
  readonly worker: Worker;
  readonly stop: SharedArrayBuffer | null;
}

function startJob(settings: RunSettings, hear: (message: RunMessage) => void): Job {
  const worker = new Worker(new URL("./qaoa.worker.ts", import.meta.url), { type: "module" });
  const stop = globalThis.crossOriginIsolated ? new SharedArrayBuffer(4) : null;
  worker.addEventListener("message", ({ data }: MessageEvent<RunMessage>) => {
    if (data.kind === "done" || data.kind === "failed") worker.terminate();
    hear(data);
  });
  worker.addEventListener("error", () => {
    worker.terminate();
    hear({ kind: "failed", error: noWorker });
  });
  worker.postMessage({ settings, stop } satisfies RunRequest);
  return { worker, stop };
}

/** One run at a time, in a worker of its own. Stopping keeps the best so far where the browser shares memory. */
export function useRun() {
  const [state, dispatch] = useReducer(next, { kind: "idle" });
  const job = useRef<Job>(null);
  useEffect(() => () => job.current?.worker.terminate(), []);
  return {
    state,
    start: (settings: RunSettings): void => {
      dispatch({ kind: "start", settings });
      job.current = startJob(settings, dispatch);
    },
    stop: (): void => {
      if (job.current === null) return;
      if (job.current.stop === null) {
        job.current.worker.terminate();
        dispatch({ kind: "dropped" });
      } else {
        Atomics.store(new Int32Array(job.current.stop), 0, 1);
        dispatch({ kind: "stopping" });
      }
    },
  };
}
