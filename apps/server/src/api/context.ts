import type { Identity, RouteName, RouteReply, RouteRequest, Routes, Topology } from "@qtwin/api";
import type { Site } from "@qtwin/loop";
import type { AuditEvent, Store } from "@qtwin/store";
import type { SiteClock } from "@qtwin/twin";
import type { Session } from "../auth/session-cookie.ts";
import type { HealthBoard } from "./health-board.ts";

/** Everything the HTTP side needs of the world. */
export interface ApiDeps {
  readonly site: Site;
  readonly topology: Topology;
  /** @throws QT_SERVER_DATABASE_AWAY */
  readonly store: () => Store;
  /** Plant time. */
  readonly clock: SiteClock;
  /** Where the plant's prices come from, as the plant says; null where it does not. */
  readonly priceSource: () => string | null;
  readonly wallNowMs: () => number;
  readonly sessionKey: Uint8Array;
  readonly decisionKey: Uint8Array;
  /** Hands assets back to native control by a connection of its own; an empty list means all. */
  readonly release: (assets: readonly string[]) => Promise<void>;
  readonly health: HealthBoard;
  /** Appends to the audit log, or keeps the entry until the database is back. @returns whether it is stored already */
  readonly audit: (event: AuditEvent) => Promise<boolean>;
  readonly version: string;
}

/** Who calls, and what of the answer is not its body. */
export interface Caller {
  /** Null only on routes open to anyone. */
  readonly identity: Identity | null;
  readonly session: Session | null;
  readonly address: string;
  /** Sets the session cookie; null removes it. */
  readonly setSession: (session: Session | null) => void;
}

type Handler<Name extends RouteName> = (
  request: RouteRequest<Routes[Name]>,
  caller: Caller,
) => Promise<RouteReply<Routes[Name]>>;

/** One function for each route named. */
export type Handlers<Names extends RouteName = RouteName> = { readonly [Name in Names]: Handler<Name> };

export type { AuditEvent };
