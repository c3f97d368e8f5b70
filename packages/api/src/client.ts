import { apiErrors } from "./errors.ts";
import { fromProblem } from "./problem.ts";
import type { RouteInput, RouteReply, RouteShape } from "./route.ts";
import { type RouteName, type Routes, routeNames, routes } from "./routes.ts";
import { problemSchema } from "./schema/index.ts";

export interface ClientOptions {
  /** For example `http://127.0.0.1:4700`; empty in a browser on the same origin. */
  readonly baseUrl?: string;
  /** An API key; browsers use the session cookie instead. */
  readonly key?: string;
  /** Cookie header for clients that are not browsers. */
  readonly cookie?: () => string | undefined;
  readonly fetch?: typeof globalThis.fetch;
}

type Call<Shape extends RouteShape> =
  Record<never, never> extends RouteInput<Shape>
    ? (input?: RouteInput<Shape>, signal?: AbortSignal) => Promise<RouteReply<Shape>>
    : (input: RouteInput<Shape>, signal?: AbortSignal) => Promise<RouteReply<Shape>>;

/** One function a route, named like it in `routes`. */
export type Client = { readonly [Name in RouteName]: Call<Routes[Name]> };

interface LooseInput {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/**
 * A typed client of the whole API; errors arrive as the QtwinError the server threw.
 * @throws QT_API_UNREACHABLE, QT_API_NOT_QTWIN, and what the server answers
 * @example const { openProposals } = await createClient({ baseUrl }).overview();
 */
export function createClient(options: ClientOptions = {}): Client {
  const calls = routeNames.map((name) => [
    name,
    (input?: LooseInput, signal?: AbortSignal) => callRoute(options, routes[name], input ?? {}, signal),
  ]);
  return Object.fromEntries(calls) as Client;
}

async function callRoute(
  options: ClientOptions,
  shape: RouteShape,
  input: LooseInput,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const url = (options.baseUrl ?? "") + routePath(shape, input.params) + queryText(input.query);
  const cookie = options.cookie?.();
  const request: RequestInit = {
    method: shape.method,
    credentials: "same-origin",
    headers: {
      accept: "application/json, text/plain, application/problem+json",
      "x-qtwin": "1",
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      ...(cookie === undefined ? {} : { cookie }),
      ...(shape.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(shape.body === undefined ? {} : { body: JSON.stringify(input.body ?? {}) }),
    ...(signal === undefined ? {} : { signal }),
  };
  const response = await (options.fetch ?? globalThis.fetch)(url, request).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw apiErrors.unreachable(url, cause);
  });
  return readReply(response, shape, url);
}

async function readReply(response: Response, shape: RouteShape, url: string): Promise<unknown> {
  if (response.status === 204) return null;
  if (response.ok && "bytes" in shape.reply) return new Uint8Array(await response.arrayBuffer());
  const text = await response.text();
  if (response.ok) return "text" in shape.reply ? text : parseJson(text, url, response.status);
  const problem = problemSchema.safeParse(parseJson(text, url, response.status));
  throw problem.success ? fromProblem(problem.data) : apiErrors.notQtwin(url, response.status);
}

function parseJson(text: string, url: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw apiErrors.notQtwin(url, status);
  }
}

/** The path of a route with its parameters filled in. */
export function routePath(shape: RouteShape, params: Readonly<Record<string, unknown>> = {}): string {
  return shape.path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
}

function queryText(query: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return given.length === 0
    ? ""
    : `?${new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()}`;
}
