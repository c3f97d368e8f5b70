import type { Store } from "@qtwin/store";
import { expect, test } from "vitest";
import { testProposal, testRecord } from "../testing/proposals.ts";
import { testSite } from "../testing/test-site.ts";
import { createWhatIf } from "./what-if.ts";

const nothing = { values: {}, pins: [], outages: [] };

/** A store that holds one proposal and no snapshot any more. */
function whatIfOn(siteId: string, snapshot: () => Promise<null> = async () => null) {
  const record = testRecord(testProposal({ id: "p-1", siteId: "here" }));
  const store = {
    proposals: { get: async (id: string) => (id === "p-1" ? record : null) },
    snapshots: { get: snapshot },
    history: {},
  } as unknown as Store;
  return createWhatIf({ ...testSite({ id: siteId }), useCase: "energy" }, () => store);
}

test("a proposal that is not there, or another site's, is refused", async () => {
  const refusal = expect.objectContaining({ code: "QT_LOOP_NO_PROPOSAL", kind: "not-found", where: "id" });
  await expect(whatIfOn("here").options("p-2")).rejects.toEqual(refusal);
  await expect(whatIfOn("elsewhere").try("p-1", nothing)).rejects.toEqual(refusal);
});

test("a proposal whose snapshot is gone says to take a newer one, and the next trial is not held up by it", async () => {
  const whatIf = whatIfOn("here");
  const gone = expect.objectContaining({ code: "QT_LOOP_NO_FACTS", fix: "Try it on a newer proposal." });
  await expect(whatIf.try("p-1", nothing)).rejects.toEqual(gone);
  await expect(whatIf.try("p-1", nothing)).rejects.toEqual(gone);
  await expect(whatIf.options("p-1")).rejects.toEqual(gone);
});

test("no more than four are tried at once; when they are through, the next may", async () => {
  const { promise, resolve } = Promise.withResolvers<null>();
  const whatIf = whatIfOn("here", () => promise);
  const waiting = Array.from({ length: 4 }, () => whatIf.try("p-1", nothing));
  const refused = expect.objectContaining({ code: "QT_LOOP_BUSY", kind: "unavailable" });
  await expect(whatIf.try("p-1", nothing)).rejects.toEqual(refused);
  resolve(null);
  for (const outcome of await Promise.allSettled(waiting))
    expect(outcome).toMatchObject({ status: "rejected", reason: { code: "QT_LOOP_NO_FACTS" } });
  await expect(whatIf.try("p-1", nothing)).rejects.toMatchObject({ code: "QT_LOOP_NO_FACTS" });
});
