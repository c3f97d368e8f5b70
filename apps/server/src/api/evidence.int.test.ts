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

test("the CSV has all runs where the list has a page, and keeps to a limit that is given", async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({
    ...entry(`many${index}`, { problemClass: "many", controls: [] }),
  }));
  for (const name of ["a", "b", "c", "d", "e", "f"]) {
    const entries = many.map((each) => ({ ...each, id: `${name}${each.id}` }));
    expect((await post({ entries }, { as: ["planner"] })).statusCode).toBe(201);
  }
  const rows = async (query: string): Promise<number> => {
    const answer = await app.call({ method: "GET", url: `${url}.csv?${query}`, as: ["viewer"] });
    return answer.body.trimEnd().split("\r\n").length - 1;
  };
  expect(await rows("class=many")).toBe(600);
  expect(await rows("class=many&limit=550")).toBe(550);
});

test.each(["sinceMs=1e30", "sinceMs=-1", "class=a%00b", "method=%00"])(
  "the query %s, which the store cannot be asked, is refused",
  async (query) => {
    for (const path of [url, `${url}.csv`]) {
      const answer = await app.call({ method: "GET", url: `${path}?${query}`, as: ["viewer"] });
      expect([answer.statusCode, answer.json().code]).toEqual([400, "QT_API_INVALID"]);
    }
  },
);

test.each<[string, unknown, number, string]>([
  ["with a share above 1", { entries: [entry("e9", { predictedSuccess: 1.5 })] }, 400, "QT_API_INVALID"],
  [
    "at an instant that no calendar has",
    { entries: [{ ...entry("e9"), atMs: Number.MAX_SAFE_INTEGER }] },
    400,
    "QT_API_INVALID",
  ],
  ["before 1970", { entries: [{ ...entry("e9"), atMs: -1 }] }, 400, "QT_API_INVALID"],
  ["with NUL in its id", { entries: [entry("e\0")] }, 400, "QT_API_INVALID"],
  ["with half a character in its id", { entries: [entry("e\ud800")] }, 400, "QT_API_INVALID"],
  ["with NUL in its class", { entries: [entry("e9", { problemClass: "a\0" })] }, 400, "QT_API_INVALID"],
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
