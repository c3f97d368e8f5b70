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
