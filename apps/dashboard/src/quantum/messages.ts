import type { SerializedError } from "@qtwin/core";
import type { CertifiedOptimum, QaoaRun } from "@qtwin/quantum";
import type { RunSettings } from "./settings.ts";

/** What the page sends its worker. */
export interface RunRequest {
  readonly settings: RunSettings;
  /** One Int32 in shared memory: the page writes 1 to stop. Null where the browser shares no memory. */
  readonly stop: SharedArrayBuffer | null;
}

export interface Certified extends CertifiedOptimum {
  /** Wall time of the enumeration alone. */
  readonly wallMs: number;
}

export interface TracePoint {
  /** States prepared so far, for energies and for gradients. */
  readonly states: number;
  /** Least objective so far. */
  readonly value: number;
}

export interface RunReport {
  readonly settings: RunSettings;
  readonly certified: Certified;
  readonly quantum: QaoaRun;
  /** Wall time of the whole quantum run. */
  readonly wallMs: number;
}

/** What the worker sends back. */
export type RunMessage =
  | { readonly kind: "certified"; readonly certified: Certified }
  | { readonly kind: "trace"; readonly points: readonly TracePoint[] }
  | { readonly kind: "done"; readonly report: RunReport }
  | { readonly kind: "failed"; readonly error: SerializedError };
