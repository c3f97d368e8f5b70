import type { FastifyInstance, FastifyRequest } from "fastify";
import { authError } from "../../auth/errors.ts";
import { sessionCookie } from "../../auth/session-cookie.ts";

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);
const reading = new Set(["GET", "HEAD", "OPTIONS"]);

const hostName = (host: string): string => host.replace(/:\d+$/, "").toLowerCase();

/**
 * Refuses names this server does not go by (DNS rebinding) and changes that another site's page asks for (CSRF).
 * @param allowedHosts names besides the loopback ones
 */
export function addOriginCheck(app: FastifyInstance, allowedHosts: readonly string[]): void {
  const known = new Set([...loopback, ...allowedHosts.map((host) => host.toLowerCase())]);
  app.addHook("onRequest", async (request: FastifyRequest) => {
    const host = request.headers.host ?? "";
    if (!known.has(hostName(host))) throw authError.foreignHost(host);
    if (reading.has(request.method)) return;
    const { origin } = request.headers;
    if (origin !== undefined && URL.parse(origin)?.host !== host) throw authError.foreignOrigin(origin);
    const site = request.headers["sec-fetch-site"];
    if (site === "cross-site" || site === "same-site") throw authError.foreignOrigin(String(origin ?? site));
    const byCookie = request.cookies[sessionCookie] !== undefined;
    if (byCookie && request.headers["x-qtwin"] !== "1") throw authError.noMarker();
  });
}
