import type { QtwinError } from "@qtwin/core";
import { decideError } from "./errors.ts";
import type { ProposalState } from "./proposal.ts";

export const roles = ["viewer", "operator", "planner", "approver", "admin"] as const;
export type Role = (typeof roles)[number];

/** Who acts: a person logged in by password, a machine with an API key, the site's policy, or the loop itself. */
export interface Actor {
  readonly name: string;
  readonly kind: "user" | "machine" | "policy" | "loop";
  readonly roles: readonly Role[];
}

export const loopActor: Actor = { name: "loop", kind: "loop", roles: [] };

export const approvalEvents = [
  "raise",
  "approve",
  "reject",
  "defer",
  "expire",
  "supersede",
  "activate",
  "finish",
  "hand-back",
] as const;
export type ApprovalEvent = (typeof approvalEvents)[number];

export interface Transition {
  readonly event: ApprovalEvent;
  readonly from: readonly ProposalState[];
  readonly to: ProposalState;
  /** Kinds of actors besides users that may cause it. */
  readonly actors: readonly ("policy" | "loop")[];
  /** A user needs one of these roles; none means no user may. */
  readonly roles: readonly Role[];
}

/** The approval machine, as data: what is not in this table cannot happen. */
export const transitions: readonly Transition[] = [
  { event: "raise", from: ["draft"], to: "open", actors: ["loop"], roles: ["planner", "approver"] },
  { event: "approve", from: ["open", "deferred"], to: "approved", actors: ["policy"], roles: ["approver"] },
  { event: "reject", from: ["open", "deferred"], to: "rejected", actors: [], roles: ["approver"] },
  { event: "defer", from: ["open", "deferred"], to: "deferred", actors: [], roles: ["approver"] },
  { event: "expire", from: ["draft", "open", "deferred"], to: "expired", actors: ["loop"], roles: [] },
  {
    event: "supersede",
    from: ["draft", "open", "deferred", "approved", "active"],
    to: "superseded",
    actors: ["loop"],
    roles: [],
  },
  { event: "activate", from: ["approved"], to: "active", actors: ["loop"], roles: [] },
  { event: "finish", from: ["active"], to: "finished", actors: ["loop"], roles: [] },
  {
    event: "hand-back",
    from: ["approved", "active"],
    to: "handed-back",
    actors: ["loop"],
    roles: ["operator", "approver", "admin"],
  },
];

/** What the machine knows of one proposal. */
export interface ApprovalCase {
  readonly proposalId: string;
  readonly author: string;
  readonly state: ProposalState;
  readonly expiresAtMs: number;
  /** Users (or the policy) who approved so far. */
  readonly approvals: readonly string[];
}

export interface ApprovalRules {
  readonly nowMs: number;
  readonly twoPerson: boolean;
  /** Whether `checkAutoApproval` let the policy approve this proposal. */
  readonly autoApproval: boolean;
}

/** One line for the audit log; refused attempts are recorded like the others. */
export interface ApprovalRecord {
  readonly proposalId: string;
  readonly event: ApprovalEvent;
  readonly actor: string;
  readonly actorKind: Actor["kind"];
  readonly from: ProposalState;
  readonly to: ProposalState;
  /** Error code, null when it happened. */
  readonly refused: string | null;
  readonly atMs: number;
}

export interface ApprovalOutcome {
  /** Unchanged when refused. */
  readonly next: ApprovalCase;
  readonly record: ApprovalRecord;
  readonly refusal: QtwinError | null;
}

const decisions: readonly ApprovalEvent[] = ["approve", "reject", "defer"];

function mayAct(transition: Transition, actor: Actor, rules: ApprovalRules): QtwinError | null {
  const { event } = transition;
  if (actor.kind === "machine") {
    return decideError(
      "QT_DECIDE_MACHINE",
      `'${actor.name}' is an API key and tried to ${event} a proposal.`,
    );
  }
  if (actor.kind === "user") {
    if (transition.roles.some((role) => actor.roles.includes(role))) return null;
    return decideError("QT_DECIDE_NOT_ALLOWED", `'${actor.name}' may not ${event} proposals.`);
  }
  if (!transition.actors.includes(actor.kind)) {
    return decideError("QT_DECIDE_NOT_ALLOWED", `The ${actor.kind} may not ${event} proposals.`);
  }
  if (actor.kind === "policy" && !rules.autoApproval) {
    return decideError("QT_DECIDE_AUTO_DENIED", "The policy of this site does not let it approve by itself.");
  }
  return null;
}

function mayApprove(subject: ApprovalCase, actor: Actor, rules: ApprovalRules): QtwinError | null {
  if (actor.name === subject.author) {
    return decideError("QT_DECIDE_OWN_PROPOSAL", `'${actor.name}' made proposal ${subject.proposalId}.`);
  }
  if (rules.twoPerson && subject.approvals.includes(actor.name)) {
    return decideError(
      "QT_DECIDE_SAME_PERSON",
      `'${actor.name}' already approved proposal ${subject.proposalId}.`,
    );
  }
  return null;
}

function refusalOf(
  subject: ApprovalCase,
  transition: Transition,
  actor: Actor,
  rules: ApprovalRules,
): QtwinError | null {
  const { event } = transition;
  const forbidden = mayAct(transition, actor, rules);
  if (forbidden) return forbidden;
  if (!transition.from.includes(subject.state)) {
    return decideError(
      "QT_DECIDE_WRONG_STATE",
      `Proposal ${subject.proposalId} is ${subject.state}: cannot ${event}.`,
    );
  }
  if (decisions.includes(event) && rules.nowMs >= subject.expiresAtMs) {
    return decideError("QT_DECIDE_EXPIRED", `Proposal ${subject.proposalId} expired.`);
  }
  return event === "approve" ? mayApprove(subject, actor, rules) : null;
}

/** Under the two-person rule the first person's approval leaves the state as it is; the policy counts as enough. */
function applied(
  subject: ApprovalCase,
  transition: Transition,
  actor: Actor,
  rules: ApprovalRules,
): ApprovalCase {
  if (transition.event !== "approve") return { ...subject, state: transition.to };
  const approvals = [...new Set([...subject.approvals, actor.name])];
  const enough = actor.kind === "policy" || approvals.length >= (rules.twoPerson ? 2 : 1);
  return { ...subject, approvals, state: enough ? transition.to : subject.state };
}

/** One step of the approval machine: the only way a proposal changes its state. */
export function transition(
  subject: ApprovalCase,
  event: ApprovalEvent,
  actor: Actor,
  rules: ApprovalRules,
): ApprovalOutcome {
  const rule = transitions.find((item) => item.event === event)!;
  const refusal = refusalOf(subject, rule, actor, rules);
  const next = refusal ? subject : applied(subject, rule, actor, rules);
  const record: ApprovalRecord = {
    proposalId: subject.proposalId,
    event,
    actor: actor.name,
    actorKind: actor.kind,
    from: subject.state,
    to: next.state,
    refused: refusal?.code ?? null,
    atMs: rules.nowMs,
  };
  return { next, record, refusal };
}

/** The states in which a proposal may write, provided its decision verifies. */
export const writingStates: readonly ProposalState[] = ["approved", "active"];
