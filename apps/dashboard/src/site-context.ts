import type { Overview } from "@qtwin/api";
import { createContext, useContext } from "react";

export interface SiteContext {
  readonly overview: Overview;
  /** Plant time now, UTC milliseconds. */
  readonly nowMs: number;
  readonly zone: string;
}

export const SiteContextProvider = createContext<SiteContext | null>(null);

/** The site every page below the shell belongs to. */
export function useSite(): SiteContext {
  const site = useContext(SiteContextProvider);
  if (site === null) throw new Error("useSite is only for pages inside the shell");
  return site;
}
