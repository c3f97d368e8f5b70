import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Actor,
  type ApprovalCase,
  type ApprovalEvent,
  type ApprovalRecord,
  type ApprovalRules,
  approvalEvents,
  roles,
  transition,
  writingStates,
} from "./approval.ts";
import type { ProposalState } from "./proposal.ts";

const expiresAtMs = 1000;

/** Kept apart from the machine: who rightly approved, as the rules of section 8 say it. */
interface Expectation {
  nowMs: number;
  state: ProposalState;
  entitled: Set<string>;
}

class System {
  subject: ApprovalCase = { proposalId: "p", author: "ann", state: "draft", expiresAtMs, approvals: [] };
  readonly audit: ApprovalRecord[] = [];
  readonly twoPerson: boolean;
  readonly autoApproval: boolean;
  attempts = 0;
  constructor(twoPerson: boolean, autoApproval: boolean) {
    this.twoPerson = twoPerson;
    this.autoApproval = autoApproval;
  }
}

class Step implements fc.Command<Expectation, System> {
  readonly event: ApprovalEvent;
  readonly actor: Actor;
  constructor(event: ApprovalEvent, actor: Actor) {
    this.event = event;
    this.actor = actor;
  }
  check = () => true;
  toString = () => `${this.event} by ${this.actor.kind} ${this.actor.name} [${this.actor.roles}]`;
  run(model: Expectation, real: System) {
    const rules: ApprovalRules = {
      nowMs: model.nowMs,
      twoPerson: real.twoPerson,
      autoApproval: real.autoApproval,
    };
    const before = real.subject;
    const { next, record, refusal } = transition(before, this.event, this.actor, rules);
    real.attempts += 1;
    real.audit.push(record);
    real.subject = next;
    expect(record).toMatchObject({ from: before.state, to: next.state, refused: refusal?.code ?? null });
    if (refusal) expect(next).toEqual(before);
    if (this.event === "approve" && !refusal) this.noteApproval(model, real);
    model.state = next.state;
    checkWriting(model, real);
  }
  private noteApproval(model: Expectation, real: System) {
    const { kind, name, roles: held } = this.actor;
    expect(model.nowMs).toBeLessThan(expiresAtMs);
    expect(kind).not.toBe("machine");
    expect(name).not.toBe("ann");
    if (kind === "user") expect(held).toContain("approver");
    if (kind === "policy") expect(real.autoApproval).toBe(true);
    model.entitled.add(kind === "policy" ? "policy" : name);
  }
}

class Passing implements fc.Command<Expectation, System> {
  readonly byMs: number;
  constructor(byMs: number) {
    this.byMs = byMs;
  }
  check = () => true;
  toString = () => `${this.byMs} ms pass`;
  run(model: Expectation, real: System) {
    model.nowMs += this.byMs;
    checkWriting(model, real);
  }
}

/** The law: nothing writes unless enough people, or the policy where it may, approved in time. */
function checkWriting(model: Expectation, real: System) {
  expect(real.audit.length).toBe(real.attempts);
  if (!writingStates.includes(real.subject.state)) return;
  const people = model.entitled.size - (model.entitled.has("policy") ? 1 : 0);
  const enough = model.entitled.has("policy") || people >= (real.twoPerson ? 2 : 1);
  expect(enough).toBe(true);
}

const actor: fc.Arbitrary<Actor> = fc.record({
  name: fc.constantFrom("ann", "ben", "cleo", "dan"),
  kind: fc.constantFrom("user", "machine", "policy", "loop"),
  roles: fc.subarray([...roles]),
});
const commands = [
  fc.tuple(fc.constantFrom(...approvalEvents), actor).map(([event, who]) => new Step(event, who)),
  fc
    .constantFrom("raise" as const, "approve" as const)
    .chain((event) => actor.map((who) => new Step(event, who))),
  fc.integer({ min: 0, max: 400 }).map((byMs) => new Passing(byMs)),
];

test("no path of the approval machine writes without approval, and every attempt is on record", () => {
  let written = 0;
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.boolean(),
      fc.commands(commands, { maxCommands: 40 }),
      (twoPerson, autoApproval, path) => {
        const real = new System(twoPerson, autoApproval);
        const model: Expectation = { nowMs: 0, state: "draft", entitled: new Set() };
        fc.modelRun(() => ({ model, real }), path);
        if (writingStates.includes(real.subject.state)) written += 1;
      },
    ),
    { numRuns: 2000 },
  );
  expect(written).toBeGreaterThan(20); // the paths do reach the states the law is about
});

test("an expired proposal cannot be approved, rejected or deferred by anyone", () => {
  fc.assert(
    fc.property(
      actor,
      fc.constantFrom("approve" as const, "reject" as const, "defer" as const),
      fc.constantFrom("open" as const, "deferred" as const),
      fc.integer({ min: 0, max: 1e9 }),
      (who, event, state, lateMs) => {
        const subject: ApprovalCase = {
          proposalId: "p",
          author: "ann",
          state,
          expiresAtMs,
          approvals: ["zoe"],
        };
        const rules = { nowMs: expiresAtMs + lateMs, twoPerson: false, autoApproval: true };
        const outcome = transition(subject, event, who, rules);
        expect(outcome.refusal).not.toBeNull();
        expect(outcome.next).toEqual(subject);
      },
    ),
  );
});
