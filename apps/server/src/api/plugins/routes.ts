import { apiErrors, type RouteShape, routeNames, routes, storable } from "@qtwin/api";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import { refusal } from "../../auth/access.ts";
import { authError } from "../../auth/errors.ts";
import { type Identified, identify } from "../../auth/identify.ts";
import { type Session, sealSession, sessionCookie } from "../../auth/session-cookie.ts";
import type { ApiDeps, Caller, Handlers } from "../context.ts";

/** Who calls: read from cookie or key, with what is known while the database is away. */
export function identifyRequest(
  request: FastifyRequest,
  deps: ApiDeps,
  trustCookieAlone = false,
): Promise<Identified | null> {
  const credentials = {
    cookie: request.cookies[sessionCookie],
    authorization: request.headers.authorization,
  };
  const { store, sessionKey, wallNowMs } = deps;
  return identify(credentials, { store, sessionKey, nowMs: wallNowMs }, trustCookieAlone);
}

function setSession(reply: FastifyReply, deps: ApiDeps, session: Session | null): void {
  const options = {
    httpOnly: true,
    sameSite: "strict",
    path: "/",
    secure: reply.request.protocol === "https",
  } as const;
  if (session === null) reply.clearCookie(sessionCookie, options);
  else
    reply.setCookie(sessionCookie, sealSession(session, deps.sessionKey), {
      ...options,
      expires: new Date(session.expiresAtMs),
    });
}

function parse(where: string, schema: z.ZodType | undefined, input: unknown): unknown {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(input ?? {});
  if (!parsed.success) throw apiErrors.invalid(where, parsed.error);
  // Wherever such a text stands, it would end as an internal error in the store.
  const texts = storable.safeParse(parsed.data);
  if (!texts.success) throw apiErrors.invalid(where, texts.error);
  return parsed.data;
}

type AnyHandler = (request: unknown, caller: Caller) => Promise<unknown>;

/** Refused attempts to change something are on record, like the changes. */
async function auditRefusal(
  deps: ApiDeps,
  name: string,
  found: Identified | null,
  address: string,
  code: string,
) {
  const actor = found?.identity.name ?? "nobody";
  const details = { code, address, via: found?.identity.via ?? "none" };
  await deps.audit({
    siteId: null,
    atMs: deps.wallNowMs(),
    actor,
    action: "access.refused",
    subject: name,
    details,
  });
}

async function admit(
  name: string,
  shape: RouteShape,
  request: FastifyRequest,
  deps: ApiDeps,
): Promise<Identified | null> {
  const found = await identifyRequest(request, deps, name === "release").catch((thrown: unknown) => {
    // Signing in or out must not fail on an old cookie.
    if (shape.access === "anyone") return null;
    throw thrown;
  });
  const refused = refusal(name, shape, found?.identity ?? null);
  if (refused === null) return found;
  if (shape.method !== "GET" && found !== null)
    await auditRefusal(deps, name, found, request.ip, refused.code);
  throw refused;
}

/** Registers every route of the table with its handler: identify, admit, parse, call. */
export function addRoutes(app: FastifyInstance, deps: ApiDeps, handlers: Handlers): void {
  for (const name of routeNames) {
    const shape: RouteShape = routes[name];
    const handler = handlers[name] as AnyHandler;
    app.route({
      method: shape.method,
      url: shape.path,
      ...(name === "login" ? { config: { rateLimit: loginLimit } } : {}),
      handler: async (request, reply) => {
        const found = await admit(name, shape, request, deps);
        const caller: Caller = {
          identity: found?.identity ?? null,
          session: found?.session ?? null,
          address: request.ip,
          setSession: (session) => setSession(reply, deps, session),
        };
        const input = {
          params: parse("params", shape.params, request.params),
          query: parse("query", shape.query, request.query),
          body: parse("body", shape.body, request.body),
        };
        return answer(reply, shape, await handler(input, caller));
      },
    });
  }
}

const loginLimit = {
  max: 20,
  timeWindow: 60_000,
  errorResponseBuilder: (_request: FastifyRequest, context: { ttl: number }) =>
    authError.tooManyLogins(context.ttl),
};

function answer(reply: FastifyReply, shape: RouteShape, result: unknown): FastifyReply {
  reply.header("cache-control", "no-store").status(shape.status ?? 200);
  if (shape.status === 204) return reply.send();
  if (shape.download) reply.header("content-disposition", "attachment");
  if ("bytes" in shape.reply) return reply.type(shape.reply.bytes).send(Buffer.from(result as Uint8Array));
  if ("text" in shape.reply) return reply.type(shape.reply.text).send(String(result));
  return reply.type("application/json; charset=utf-8").send(JSON.stringify(result));
}
