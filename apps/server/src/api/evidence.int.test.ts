import type { EvidenceView } from "@qtwin/api";
import { exampleEvidence } from "@qtwin/model/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const url = "/api/v1/evidence";
const entry = (id: string, parts: Parameters<typeof exampleEvidence>[0] = {}) => ({
  id,
  atMs: 1_683_608_400_000,
  evidence: exampleEvidence(parts),
});
const post = (body: unknown, who: { as?: readonly ["planner"] | readonly ["viewer"]; key?: string }) =>
  app.call({ method: "POST", url, body, ...who });

test("a planner and a machine with the role add runs, and everybody reads them with their verdict", async () => {
  const { secret } = await app.store.apiKeys.create({ name: "bench", roles: ["planner"], createdBy: "test" });
  const first = await post(
    { entries: [entry("e1"), entry("e2", { problemClass: "maxcut" })] },
    { as: ["planner"] },
  );
  expect([first.statusCode, first.json()]).toEqual([201, { recorded: 2 }]);
  expect((await post({ entries: [entry("e3", { method: "rqaoa" })] }, { key: secret })).statusCode).toBe(201);
  const answer = await app.call({ method: "GET", url, as: ["viewer"] });
  const entries = answer.json<EvidenceView[]>();
  expect(entries.map(({ id, by }) => [id, by])).toEqual([
    ["e3", "bench"],
    ["e2", "planner"],
    ["e1", "planner"],
  ]);
  expect(entries[2]).toMatchObject({
    evidence: exampleEvidence(),
    verdict: { kind: "plain-faster", control: "random-sampling" },
  });
  expect(await app.store.audit.list({ action: "evidence.record" })).toHaveLength(2);
});

test("filters and pages are the ledger's", async () => {
  const ids = async (query: string): Promise<string> => {
    const answer = await app.call({ method: "GET", url: `${url}?${query}`, as: ["viewer"] });
    return answer
      .json<EvidenceView[]>()
      .map(({ id }) => id)
      .join(" ");
  };
  expect(await ids("class=maxcut")).toBe("e2");
  expect(await ids("method=rqaoa&limit=5")).toBe("e3");
  expect(await ids("sinceMs=1683608400001")).toBe("");
  expect(await ids("before=3&limit=1")).toBe("e2");
});

test("the same as CSV", async () => {
  const answer = await app.call({ method: "GET", url: `${url}.csv?class=maxcut`, as: ["viewer"] });
  expect(answer.headers["content-type"]).toContain("text/csv");
  expect(answer.body.split("\r\n").map((line) => line.split(",")[1])).toEqual(["id", "e2", "e2", undefined]);
});

test.each<[string, unknown, number, string]>([
  ["with a share above 1", { entries: [entry("e9", { predictedSuccess: 1.5 })] }, 400, "QT_API_INVALID"],
  ["without entries", { entries: [] }, 400, "QT_API_INVALID"],
  [
    "with other numbers under an id",
    { entries: [entry("e1", { shots: 7 })] },
    409,
    "QT_STORE_EVIDENCE_DIFFERS",
  ],
])("%s it is refused", async (_title, body, status, code) => {
  const answer = await post(body, { as: ["planner"] });
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ code });
});

test("who only looks adds nothing", async () => {
  expect((await post({ entries: [entry("e9")] }, { as: ["viewer"] })).statusCode).toBe(403);
});
