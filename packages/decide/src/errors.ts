import { defineErrors } from "@qtwin/core";

/** Every failure of this package: code, kind and what to do about it. */
export const decideError = defineErrors({
  QT_DECIDE_WRONG_STATE: {
    kind: "conflict",
    fix: "Reload the proposal: somebody or the clock was faster. Decide on the newest open one.",
  },
  QT_DECIDE_EXPIRED: {
    kind: "conflict",
    fix: "Wait for the next proposal; an expired one cannot be approved.",
  },
  QT_DECIDE_NOT_ALLOWED: {
    kind: "not-allowed",
    fix: "Ask a user whose role allows this; an admin grants roles.",
  },
  QT_DECIDE_MACHINE: {
    kind: "denied",
    fix: "Log in with name and password: API keys are for machines and cannot decide.",
  },
  QT_DECIDE_OWN_PROPOSAL: { kind: "denied", fix: "Ask another approver: the author may not approve." },
  QT_DECIDE_SAME_PERSON: { kind: "denied", fix: "Ask a second approver: the policy wants two people." },
  QT_DECIDE_AUTO_DENIED: {
    kind: "denied",
    fix: "Approve by hand, use a simulated site, or let the site's policy grant automatic approval.",
  },
  QT_DECIDE_BAD_SIGNATURE: {
    kind: "denied",
    fix: "Treat the store as tampered with: release the plant, then verify the audit log.",
  },
});
