import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import { noSuchRoute } from "./errors.ts";

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Qtwin</title>
<body style="font:1rem/1.6 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>Qtwin is running</h1>
<p>The dashboard is not built yet. Run <code>npm start</code>, which builds it, or
<code>node tools/build-dashboard.ts</code>, then load this page again.</p>
<p>The interface for programs is described in <a href="/api/openapi.json">/api/openapi.json</a>.</p>
</body></html>`;

/** Serves the built dashboard; every path without a file is its first page, which routes by itself. */
export async function addDashboard(app: FastifyInstance, dir: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: dir,
    wildcard: false,
    serve: false,
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?")[0]!;
    if (request.method !== "GET" && request.method !== "HEAD") throw noSuchRoute(request.method, path);
    if (!existsSync(join(dir, "index.html")))
      return reply
        .status(path === "/" ? 200 : 404)
        .type("text/html; charset=utf-8")
        .send(notBuilt);
    const file = decodeURIComponent(path).replace(/^\/+/, "");
    const isFile = /\.\w+$/.test(file) && !file.split("/").includes("..") && existsSync(join(dir, file));
    if (!isFile) return reply.header("cache-control", "no-cache").sendFile("index.html");
    // Vite puts a hash of the content into the names under assets/.
    if (file.startsWith("assets/")) return reply.sendFile(file, { maxAge: "365d", immutable: true });
    return reply.sendFile(file);
  });
}
