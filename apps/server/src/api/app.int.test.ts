import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventSchema, type PointSeriesView, type PointView, type ServerEvent } from "@qtwin/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { measured, plantStartMs, startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const get = (url: string) => app.call({ method: "GET", url, as: ["viewer"] });

describe("the twin", () => {
  test("shows each point with age, quality and its worst reason", async () => {
    const reasons = [{ code: "rate", sentence: "changes fast", confidence: 0.8 }];
    const sourceTimeMs = plantStartMs - 840_000;
    const old = { sourceTimeMs, serverTimeMs: sourceTimeMs, confidence: 0.8, reasons } as const;
    await app.store.history.append("foundry", [
      measured("f1.powerKw", 1500),
      measured("air.flowM3min", 21, old),
    ]);
    const points = (await get("/api/v1/twin/points")).json<PointView[]>();
    expect(points).toHaveLength(87);
    const flow = points.find(({ id }) => id === "air.flowM3min")!;
    expect(flow).toMatchObject({ ageMs: 840_000, stale: true });
    expect(flow.latest).toMatchObject({
      value: 21,
      worstReason: { sentence: "Air flow to the plant stale 14 min" },
    });
    expect(points.find(({ id }) => id === "f1.powerKw")).toMatchObject({ stale: false, synthetic: false });
    expect(points.find(({ id }) => id === "f2.powerKw")).toMatchObject({ latest: null, ageMs: null });
  });

  test("averages a long series down to what was asked for, and keeps its mean", async () => {
    const batch = Array.from({ length: 100 }, (_, index) =>
      measured("f2.powerKw", index, { sourceTimeMs: plantStartMs + index * 1_000 }),
    );
    await app.store.history.append("foundry", batch);
    const span = `fromMs=${plantStartMs}&toMs=${plantStartMs + 100_000}`;
    const all = (await get(`/api/v1/twin/points/f2.powerKw/series?${span}`)).json<PointSeriesView>();
    expect(all).toMatchObject({ stepMs: null, unit: "kW" });
    expect(all.values).toHaveLength(100);
    const few = (
      await get(`/api/v1/twin/points/f2.powerKw/series?${span}&maxPoints=10`)
    ).json<PointSeriesView>();
    expect(few.stepMs).toBe(10_000);
    expect(few.values).toEqual([4.5, 14.5, 24.5, 34.5, 44.5, 54.5, 64.5, 74.5, 84.5, 94.5]);
  });

  test("has a topology whose every point exists", async () => {
    const { nodes, edges } = (await get("/api/v1/twin/topology")).json();
    expect(nodes.length).toBeGreaterThan(10);
    expect(edges.length).toBeGreaterThan(10);
    expect(new Set(nodes.flatMap(({ points }: { points: string[] }) => points)).size).toBe(87);
  });
});

describe("errors are problems with a fix", () => {
  test.each([
    ["GET", "/api/v1/twin/points/no.such/series", 404, "QT_SERVER_NO_POINT"],
    ["GET", "/api/v1/twin/points/f1.powerKw/series?fromMs=9&toMs=3", 400, "QT_SERVER_EMPTY_SPAN"],
    ["GET", "/api/v1/proposals?limit=many", 400, "QT_API_INVALID"],
    ["GET", "/api/v1/audit?action=%00", 400, "QT_API_INVALID"],
    ["GET", "/api/v1/proposals/a%00b", 400, "QT_API_INVALID"],
    ["GET", "/api/v1/proposals/none", 404, "QT_SERVER_NO_PROPOSAL"],
    ["GET", "/api/v1/runs/none", 404, "QT_SERVER_NO_RUN"],
    ["GET", "/api/v1/nonsense", 404, "QT_SERVER_NO_ROUTE"],
    ["POST", "/nonsense", 404, "QT_SERVER_NO_ROUTE"],
  ] as const)("%s %s", async (method, url, status, code) => {
    const answer = await app.call({ method, url, as: ["viewer"] });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
    expect(answer.json()).toMatchObject({
      code,
      instance: url.split("?")[0],
      fix: expect.stringMatching(/\w/),
    });
  });

  test("broken JSON", async () => {
    const answer = await app.call({ method: "POST", url: "/api/v1/session", body: '{"name":' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: "QT_SERVER_BAD_REQUEST", kind: "invalid-input" });
  });
});

describe("the service routes", () => {
  test("health, readiness, metrics and the document", async () => {
    expect((await get("/healthz")).json()).toMatchObject({ status: "alive" });
    expect((await get("/readyz")).statusCode).toBe(200);
    app.setDatabase(false);
    expect((await get("/readyz")).statusCode).toBe(503);
    expect((await get("/metrics")).body).toMatch(/^qtwin_database_up 0$/m);
    app.setDatabase(true);
    const metrics = (await get("/metrics")).body;
    expect(metrics).toMatch(/^qtwin_database_up 1$/m);
    expect(metrics).toMatch(/^qtwin_points\{state="missing"\} \d+$/m);
    expect((await get("/api/openapi.json")).json()).toMatchObject({ openapi: "3.1.1" });
  });

  test("every answer isolates the page and lets in no foreign code", async () => {
    const { headers } = await get("/");
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(headers["content-security-policy"]).toContain("script-src 'self' 'wasm-unsafe-eval';");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
  });
});

test("the dashboard: a page that says how to build it, then its files, then its first page for any path", async () => {
  expect((await get("/")).body).toContain("not built yet");
  const dir = join(app.home.dir, "no-dashboard");
  mkdirSync(join(dir, "assets"), { recursive: true });
  writeFileSync(join(dir, "index.html"), "<p>first page</p>");
  writeFileSync(join(dir, "assets", "main-1a2b.js"), "export {};");
  writeFileSync(join(dir, "assets", "kernel-1a2b.wasm"), "");
  expect((await get("/")).body).toBe("<p>first page</p>");
  expect((await get("/proposals/p-1")).body).toBe("<p>first page</p>");
  const asset = await get("/assets/main-1a2b.js");
  expect(asset.body).toBe("export {};");
  expect(asset.headers["cache-control"]).toContain("immutable");
  expect((await get("/assets/kernel-1a2b.wasm")).headers["content-type"]).toBe("application/wasm");
  expect((await get("/..%2f..%2fetc/passwd")).body).toBe("<p>first page</p>");
});

/** Reads events until one fits. */
async function nextEvent(
  reader: ReadableStreamDefaultReader<string>,
  fits: (event: ServerEvent) => boolean,
): Promise<ServerEvent> {
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended: ${text}`);
    text += value;
    for (const [, data] of text.matchAll(/^data: (.*)$/gm)) {
      const event = eventSchema.parse(JSON.parse(data!));
      if (fits(event)) return event;
    }
  }
}

test("the event stream: all values at first, then what is new, and which parts changed", async () => {
  const origin = await app.app.http.listen({ port: 0, host: "127.0.0.1" });
  const url = `${origin}/api/v1/events`;
  expect((await fetch(url)).status).toBe(401);
  const response = await fetch(url, { headers: { cookie: app.cookieOf("viewer", ["viewer"]) } });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const known = await nextEvent(reader, (event) => event.type === "values");
  expect(known).toMatchObject({
    values: expect.arrayContaining([expect.objectContaining({ pointId: "f1.powerKw" })]),
  });
  const sourceTimeMs = plantStartMs + 500_000;
  await app.store.history.append("foundry", [measured("f1.powerKw", 77, { sourceTimeMs })]);
  const fresh = (event: ServerEvent): boolean =>
    event.type === "values" && event.values.some(({ value }) => value === 77);
  expect(await nextEvent(reader, fresh)).toBeDefined();
  app.app.events.onStoreEvent({ number: 1, siteId: "foundry", topic: "proposal", atMs: 0, payload: {} });
  const changed = await nextEvent(reader, (event) => event.type === "changed");
  expect(changed).toMatchObject({ parts: expect.arrayContaining(["proposals", "plan"]) });
  await reader.cancel();
});
