import { type Client, createClient } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import { QueryClient } from "@tanstack/react-query";

export const api: Client = createClient();

/** A refusal is final until the user does something; anything else may pass. */
const isFinal = (error: unknown): boolean =>
  error instanceof QtwinError && error.kind !== "unavailable" && error.kind !== "deadline";

export const queryClient = new QueryClient({
  defaultOptions: { queries: { staleTime: 2_000, retry: (count, error) => !isFinal(error) && count < 3 } },
});

/** Query keys: the first entry is the part of the site that `changed` events name. */
export const keys = {
  me: ["me"],
  overview: ["overview"],
  points: ["points"],
  topology: ["topology"],
  learning: ["learning"],
  nominations: ["nominations"],
  proposals: ["proposals"],
  proposal: (id: string) => ["proposals", id],
  whatIf: (id: string) => ["what-if", id],
  series: (id: string) => ["series", id],
  audit: (action: string) => ["audit", action],
  runs: ["runs"],
  run: (id: string) => ["runs", id],
  figures: (fromMs: number) => ["figures", fromMs],
  bandCoverage: (fromMs: number) => ["figures", "bands", fromMs],
  evidence: ["evidence"],
  alerts: ["alerts"],
} as const;
