import type { AlertView, DataHealth, LinkView, RoleStatus } from "@qtwin/api";
import type { CommandRecord, ProposalRecord } from "@qtwin/store";

const minuteMs = 60_000;

/** A link may be away this long (plant time) before anybody is asked to act. */
export const linkPatienceMs = 5 * minuteMs;
/** How long a refused or failed command stays an alert, plant time. */
export const commandAlertMs = 60 * minuteMs;

export interface AlertInput {
  /** Plant time. */
  readonly nowMs: number;
  readonly links: readonly LinkView[];
  readonly roles: readonly RoleStatus[];
  readonly open: readonly ProposalRecord[];
  readonly newest: ProposalRecord | null;
  /** Newest first. */
  readonly commands: readonly CommandRecord[];
  readonly data: DataHealth;
  /** Who took which alert over, by alert id. */
  readonly acknowledged: ReadonlyMap<string, string>;
}

type Draft = Omit<AlertView, "acknowledgedBy">;

function linkAlerts({ links, nowMs }: AlertInput): Draft[] {
  return links
    .filter((link) => link.state !== "connected" && nowMs - link.sinceMs > linkPatienceMs)
    .map((link) => ({
      id: `link.${link.connector}@${link.sinceMs}`,
      code: "link.away",
      sentence: `The link '${link.connector}' is ${link.state}: ${link.detail || "no detail"}.`,
      owner: "operator",
      action: "Check the plant's server and the network; the plant runs on native control meanwhile.",
      deadlineMs: link.sinceMs + 30 * minuteMs,
      raisedAtMs: link.sinceMs + linkPatienceMs,
      count: 1,
    }));
}

function roleAlerts({ roles, nowMs }: AlertInput): Draft[] {
  return roles
    .filter((role) => role.state === "away" && role.seenAtMs !== null)
    .map((role) => ({
      id: `role.${role.role}@${role.seenAtMs}`,
      code: "role.away",
      sentence: `The '${role.role}' process has given no sign of life.`,
      owner: "admin",
      action: `See logs/${role.role}.log; it is started again by itself.`,
      deadlineMs: null,
      raisedAtMs: nowMs,
      count: 1,
    }));
}

function proposalAlerts({ open, newest }: AlertInput): Draft[] {
  const asks = open.map(({ proposal }) => ({
    id: `proposal.${proposal.id}`,
    code: "proposal.open",
    sentence: `A plan that saves ${Math.round(proposal.predictedSavingEur)} EUR waits for a decision.`,
    owner: "approver",
    action: "Approve, reject or defer it.",
    deadlineMs: proposal.expiresAtMs,
    raisedAtMs: proposal.createdAtMs,
    count: 1,
  }));
  if (newest?.state !== "handed-back") return asks;
  const back = {
    id: `plan.${newest.proposal.id}.handed-back`,
    code: "plan.handed-back",
    sentence: `The plan was handed back to native control: ${newest.note || "no reason given"}.`,
    owner: "planner",
    action: "Look at the reason; a new plan is proposed at the next turn.",
    deadlineMs: null,
    raisedAtMs: newest.updatedAtMs,
    count: 1,
  };
  return [...asks, back];
}

/** One alert per asset and outcome, however many commands: no floods. */
function commandAlerts({ commands, nowMs }: AlertInput): Draft[] {
  const bad = commands.filter(
    (command) =>
      (command.state === "refused" || command.state === "failed") &&
      nowMs - (command.endedAtMs ?? command.preparedAtMs) < commandAlertMs,
  );
  return [...Map.groupBy(bad, (command) => `${command.asset}.${command.state}`)].map(([key, group]) => {
    const first = group.at(-1)!;
    const last = group[0]!;
    return {
      id: `command.${key}@${first.id}`,
      code: `command.${last.state}`,
      sentence: `${last.pointId} was ${last.state}: ${last.reason || last.ack?.reason || "no reason given"}.`,
      owner: "operator",
      action: "Look at the asset; take it out of the plan if it cannot follow.",
      deadlineMs: (last.endedAtMs ?? last.preparedAtMs) + commandAlertMs,
      raisedAtMs: first.endedAtMs ?? first.preparedAtMs,
      count: group.length,
    };
  });
}

function dataAlerts({ data, nowMs }: AlertInput): Draft[] {
  if (data.state !== "bad") return [];
  const worst = data.worst[0];
  return [
    {
      id: `data.bad.${worst?.pointId ?? "all"}`,
      code: "data.bad",
      sentence: `The data is not good enough to plan on: ${worst?.sentence ?? "values are missing"}.`,
      owner: "operator",
      action: "Check the sensor or its link.",
      deadlineMs: null,
      raisedAtMs: nowMs,
      count: data.bad + data.missing,
    },
  ];
}

/** What somebody should do something about: one owner, one action, no duplicates; soonest deadline first. */
export function alertsOf(input: AlertInput): readonly AlertView[] {
  const drafts = [linkAlerts, roleAlerts, proposalAlerts, commandAlerts, dataAlerts].flatMap((make) =>
    make(input),
  );
  return drafts
    .map((draft) => ({ ...draft, acknowledgedBy: input.acknowledged.get(draft.id) ?? null }))
    .sort((left, right) => (left.deadlineMs ?? Infinity) - (right.deadlineMs ?? Infinity));
}
