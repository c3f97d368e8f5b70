import { expect, test } from "vitest";
import { type Actor, type ApprovalCase, transition } from "./approval.ts";
import { checkAutoApproval } from "./auto-approval.ts";

const open: ApprovalCase = { proposalId: "p", author: "ann", state: "open", expiresAtMs: 100, approvals: [] };
const approver = (name: string): Actor => ({ name, kind: "user", roles: ["approver"] });
const rules = { nowMs: 1, twoPerson: false, autoApproval: false };

test("one approver is enough by default", () => {
  const { next, refusal, record } = transition(open, "approve", approver("ben"), rules);
  expect(refusal).toBeNull();
  expect(next).toMatchObject({ state: "approved", approvals: ["ben"] });
  expect(record).toMatchObject({ event: "approve", actor: "ben", from: "open", to: "approved" });
});

test("under the two-person rule two different people are needed, neither the author", () => {
  const two = { ...rules, twoPerson: true };
  const first = transition(open, "approve", approver("ben"), two);
  expect(first.next.state).toBe("open");
  expect(transition(first.next, "approve", approver("ben"), two).refusal?.code).toBe("QT_DECIDE_SAME_PERSON");
  expect(transition(first.next, "approve", approver("ann"), two).refusal?.code).toBe(
    "QT_DECIDE_OWN_PROPOSAL",
  );
  expect(transition(first.next, "approve", approver("cleo"), two).next).toMatchObject({
    state: "approved",
    approvals: ["ben", "cleo"],
  });
});

test("an API key cannot decide, whatever its roles", () => {
  const key: Actor = { name: "line-key", kind: "machine", roles: ["approver", "admin"] };
  for (const event of ["approve", "reject", "defer"] as const) {
    expect(transition(open, event, key, rules).refusal).toMatchObject({
      kind: "denied",
      code: "QT_DECIDE_MACHINE",
    });
  }
});

test("an operator hands a plan back but does not approve it", () => {
  const operator: Actor = { name: "olga", kind: "user", roles: ["operator"] };
  expect(transition(open, "approve", operator, rules).refusal?.code).toBe("QT_DECIDE_NOT_ALLOWED");
  expect(transition({ ...open, state: "active" }, "hand-back", operator, rules).next.state).toBe(
    "handed-back",
  );
});

test("automatic approval is denied on a real plant without a grant", () => {
  const isSimulated = (asset: string) => asset === "battery";
  expect(checkAutoApproval({ assets: ["battery"], isSimulated, granted: false })).toBeNull();
  expect(checkAutoApproval({ assets: ["battery", "f1"], isSimulated, granted: false })).toMatchObject({
    kind: "denied",
    code: "QT_DECIDE_AUTO_DENIED",
  });
  expect(checkAutoApproval({ assets: ["f1"], isSimulated, granted: true })).toBeNull();
});
