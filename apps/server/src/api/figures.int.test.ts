import type { DayFigure } from "@qtwin/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const dayMs = 86_400_000;
const firstMs = 1_683_583_200_000;

test("figures of the days of a period, oldest first, and of this site only", async () => {
  const figure = (siteId: string, day: number, value: number) => ({
    siteId,
    id: "importKwh",
    fromMs: firstMs + day * dayMs,
    untilMs: firstMs + (day + 1) * dayMs,
    value,
    unit: "kWh",
    computedAtMs: firstMs + 9 * dayMs,
  });
  const id = "foundry";
  await app.store.kpis.put([
    figure(id, 1, 48_000),
    figure(id, 0, 47_000),
    figure(id, 2, 9),
    figure("other", 0, 1),
  ]);
  const url = `/api/v1/figures?fromMs=${firstMs}&untilMs=${firstMs + 2 * dayMs}`;
  const answer = await app.call({ method: "GET", url, as: ["viewer"] });
  expect(answer.statusCode).toBe(200);
  const { siteId: _, ...first } = figure(id, 0, 47_000);
  expect(answer.json<DayFigure[]>()).toEqual([first, { ...first, ...period(1), value: 48_000 }]);
});

const period = (day: number) => ({ fromMs: firstMs + day * dayMs, untilMs: firstMs + (day + 1) * dayMs });

test("a period without an end is refused", async () => {
  const answer = await app.call({ method: "GET", url: "/api/v1/figures?fromMs=0", as: ["viewer"] });
  expect(answer.statusCode).toBe(400);
});

test("the report of a period comes as HTML and as PDF, to save, for whoever may see figures", async () => {
  const query = "from=2023-05-09&to=2023-05-10&locale=de";
  const html = await app.call({ method: "GET", url: `/api/v1/report.html?${query}`, as: ["viewer"] });
  expect(html.statusCode).toBe(200);
  expect(html.headers["content-type"]).toBe("text/html; charset=utf-8");
  expect(html.headers["content-disposition"]).toBe("attachment");
  expect(html.body).toContain("Pilotbericht");
  // Nothing was read in: all of the two days is unknown, and told so.
  expect(html.body).toContain("Von 192 Viertelstunden haben 192 nicht an beiden Enden einen Zählerstand");
  const pdf = await app.call({ method: "GET", url: `/api/v1/report.pdf?${query}`, as: ["viewer"] });
  expect(pdf.headers["content-type"]).toBe("application/pdf");
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
});

test("a report of no period, or by nobody, is refused with what to do", async () => {
  const reversed = "/api/v1/report.pdf?from=2023-05-10&to=2023-05-09";
  const answer = await app.call({ method: "GET", url: reversed, as: ["viewer"] });
  expect([answer.statusCode, answer.json().code]).toEqual([400, "QT_LOOP_BAD_PERIOD"]);
  expect((await app.call({ method: "GET", url: reversed })).statusCode).toBe(401);
});
