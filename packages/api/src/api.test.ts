import { QtwinError } from "@qtwin/core";
import type { Role as DecideRole, Proposal } from "@qtwin/decide";
import type { Evidence } from "@qtwin/model";
import { expect, expectTypeOf, test } from "vitest";
import type { z } from "zod";
import {
  createClient,
  fromProblem,
  openApiDocument,
  type Role,
  routeNames,
  routes,
  toProblem,
} from "./index.ts";
import type { evidenceSchema, proposalSchema } from "./schema/index.ts";

const answer = (status: number, body: unknown) =>
  (async () => new Response(status === 204 ? null : JSON.stringify(body), { status })) as typeof fetch;

test("the proposal of the domain is the proposal on the wire", () => {
  expectTypeOf<Proposal>().toExtend<z.input<typeof proposalSchema>>();
  expectTypeOf<z.output<typeof proposalSchema>>().toExtend<Proposal>();
  expectTypeOf<Role>().toEqualTypeOf<DecideRole>();
});

test("the evidence of the model is the evidence on the wire", () => {
  expectTypeOf<Evidence>().toExtend<z.input<typeof evidenceSchema>>();
  expectTypeOf<z.output<typeof evidenceSchema>>().toExtend<Evidence>();
});

test("an error survives the way over the wire", () => {
  const error = new QtwinError({
    kind: "conflict",
    code: "QT_X",
    message: "m",
    fix: "f",
    where: "a.b",
    retryAfterMs: 5,
  });
  expect(fromProblem(toProblem(error, "/x")).toJSON()).toEqual(error.toJSON());
});

test("a call fills path, query and body, and gives the parsed answer", async () => {
  const seen: { url: string; init: RequestInit | undefined }[] = [];
  const client = createClient({
    baseUrl: "http://q",
    key: "k",
    fetch: (async (url: string, init?: RequestInit) => {
      seen.push({ url, init });
      return new Response("[]");
    }) as typeof fetch,
  });
  expect(await client.proposals({ query: { state: "open" } })).toEqual([]);
  await client.series({ params: { id: "f1.powerKw/é" }, query: { maxPoints: 10 } });
  await client.decide({ params: { id: "p1" }, body: { verdict: "approve" } });
  expect(seen.map(({ url }) => url)).toEqual([
    "http://q/api/v1/proposals?state=open",
    "http://q/api/v1/twin/points/f1.powerKw%2F%C3%A9/series?maxPoints=10",
    "http://q/api/v1/proposals/p1/decision",
  ]);
  expect(seen[2]!.init!.body).toBe('{"verdict":"approve"}');
  expect(new Headers(seen[0]!.init!.headers).get("authorization")).toBe("Bearer k");
});

test("a problem becomes the error the server threw; other answers and silence are named", async () => {
  const error = new QtwinError({ kind: "denied", code: "QT_AUTH_PASSWORD", message: "no", fix: "try" });
  const call = (fetch: typeof globalThis.fetch) => createClient({ baseUrl: "http://q", fetch }).overview();
  await expect(call(answer(401, toProblem(error, "/")))).rejects.toMatchObject({ code: "QT_AUTH_PASSWORD" });
  await expect(call(answer(502, { hello: 1 }))).rejects.toMatchObject({ code: "QT_API_NOT_QTWIN" });
  const silent = (async () => Promise.reject(new TypeError("fetch failed"))) as typeof fetch;
  await expect(call(silent)).rejects.toMatchObject({ code: "QT_API_UNREACHABLE" });
  expect(await createClient({ fetch: answer(204, null) }).logout()).toBeNull();
});

test("the document covers every route, and each reference in it resolves", () => {
  const document = openApiDocument("1.2.3") as {
    paths: Record<string, Record<string, { operationId: string }>>;
    components: { schemas: Record<string, unknown> };
  };
  const operations = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(operations.sort()).toEqual([...routeNames, "events"].sort());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    ([, target]) => target!,
  );
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references) {
    expect(reference).toMatch(/^#\/components\/schemas\//);
    expect(document.components.schemas).toHaveProperty([reference.split("/").at(-1)!]);
  }
});

test("no key may decide, step a mode, or manage people", () => {
  const forPeople = [
    "decide",
    "setAssetMode",
    "addUser",
    "changeUser",
    "addKey",
    "removeKey",
    "changePassword",
  ];
  for (const name of forPeople) expect(routes[name as keyof typeof routes].keys, name).toBe(false);
});

test("every changing route names its roles", () => {
  const open = routeNames.filter(
    (name) => routes[name].method !== "GET" && !Array.isArray(routes[name].access),
  );
  expect(open).toEqual(["login", "logout", "changePassword"]);
});
