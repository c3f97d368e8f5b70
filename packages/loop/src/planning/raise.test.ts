import { defaultThreshold } from "@qtwin/decide";
import { expect, test } from "vitest";
import { testPlan, testProposal, testSlot } from "../testing/proposals.ts";
import { type RaisingInput, raising } from "./raise.ts";

const proposal = testProposal();
const input: RaisingInput = {
  proposal,
  envelope: null,
  inForceSavingEur: 0,
  inForceBroken: false,
  remainingCostEur: 200,
  modes: ["supervised"],
  auto: false,
  asksThisShift: 0,
  threshold: defaultThreshold,
};
const kind = (parts: Partial<RaisingInput>) => raising({ ...input, ...parts }).kind;

test("a proposal worth it asks a person, a smaller one is only shown", () => {
  expect(kind({})).toBe("ask");
  expect(kind({ inForceSavingEur: 80 })).toBe("draft");
  expect(kind({ asksThisShift: 3 })).toBe("draft");
  expect(kind({ asksThisShift: 3, inForceBroken: true })).toBe("ask");
});

test("in shadow mode nothing asks, not even when the policy would approve", () => {
  expect(kind({ modes: ["shadow", "shadow"], auto: true })).toBe("draft");
});

test("a re-plan inside the envelope applies itself, one outside waits", () => {
  expect(kind({ envelope: proposal.envelope })).toBe("apply");
  const outside = testProposal({ commands: [testSlot(0, 200)] });
  expect(kind({ envelope: proposal.envelope, proposal: outside })).toBe("ask");
});

test("nothing is raised that breaks a constraint, writes nothing or saves nothing", () => {
  const solve = { ...proposal.solve, feasible: false };
  expect(kind({ proposal: testProposal({ solve }), auto: true })).toBe("draft");
  expect(kind({ proposal: testProposal({ commands: [] }), auto: true })).toBe("draft");
  const dearer = testProposal({ plan: testPlan(210), predictedSavingEur: -10 });
  expect(kind({ proposal: dearer, auto: true })).toBe("draft");
});

test("where it may, the policy approves what saves something", () => {
  expect(kind({ auto: true, asksThisShift: 9 })).toBe("auto");
});
