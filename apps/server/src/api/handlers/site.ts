import type { AlertView, Overview } from "@qtwin/api";
import { gridEndMs, hourMs } from "@qtwin/core";
import { assetModes } from "@qtwin/decide";
import type { ProposalRecord } from "@qtwin/store";
import type { Measurement } from "@qtwin/twin";
import { isCorrection } from "@qtwin/usecases";
import type { ApiDeps, Handlers } from "../context.ts";
import { alertsOf } from "../views/alerts.ts";
import { dataHealth } from "../views/data-health.ts";
import { isSynthetic } from "../views/points.ts";
import { type ProposalParts, planInForceView, summaryView } from "../views/proposals.ts";
import { assetViews } from "./assets.ts";
import { planPartsInForce } from "./decide.ts";

const acknowledgeAction = "alert.acknowledge";

interface SiteState {
  readonly latest: ReadonlyMap<string, Measurement>;
  readonly nowMs: number;
  readonly open: readonly ProposalRecord[];
  readonly newest: ProposalRecord | null;
}

async function siteState(deps: ApiDeps): Promise<SiteState> {
  const { history, proposals } = deps.store();
  const [latest, open, [newest]] = await Promise.all([
    history.latest(deps.site.id),
    proposals.list(deps.site.id, { states: ["open", "deferred"], limit: 20 }),
    proposals.list(deps.site.id, { limit: 1 }),
  ]);
  const nowMs = deps.clock.nowMs();
  // One whose time is over can no longer be approved, though nobody has said so yet.
  const waiting = open.filter(({ proposal }) => proposal.expiresAtMs > nowMs);
  return { latest, nowMs, open: waiting, newest: newest ?? null };
}

async function alertViews(deps: ApiDeps, state: SiteState): Promise<readonly AlertView[]> {
  const { audit, commands } = deps.store();
  const [acknowledgements, recent] = await Promise.all([
    audit.list({ siteId: deps.site.id, action: acknowledgeAction, limit: 200 }),
    commands.list(deps.site.id, 200),
  ]);
  return alertsOf({
    ...state,
    links: deps.health.links(),
    roles: deps.health.roles(),
    commands: recent,
    data: dataHealth(deps.site.points, state.latest, deps.clock),
    acknowledged: new Map(acknowledgements.map(({ subject, actor }) => [subject, actor])),
  });
}

/** What is made up on this site, said wherever its numbers are shown. */
function labelsOf(deps: ApiDeps, latest: ReadonlyMap<string, Measurement>): readonly string[] {
  const { site, clock } = deps;
  const plant =
    site.simulated === null ? [] : [`Simulated plant; its time runs ${clock.speed} × as fast as ours.`];
  const synthetic = site.points
    .filter((point) => isSynthetic(point, latest.get(point.id)))
    .map((point) => `${point.title.replace(/ \(synthetic\)$/, "")}: synthetic.`);
  return [...plant, ...synthetic];
}

function priceSourceOf(deps: ApiDeps, latest: ReadonlyMap<string, Measurement>): string | null {
  const value = latest.get("market.dayAhead")?.value;
  if (typeof value === "object" && value !== null && "source" in value && typeof value.source === "string")
    return value.source;
  return deps.priceSource();
}

function moneyOf({ open, newest }: SiteState): Overview["money"] {
  const record = open[0] ?? (newest?.state === "draft" ? newest : undefined);
  if (record === undefined) return null;
  const { proposal } = record;
  const { grid } = proposal.plan;
  return {
    atStakeEur: proposal.predictedSavingEur,
    planCostEur: proposal.plan.cost.totalEur,
    baselineCostEur: proposal.baseline.cost.totalEur,
    savingPct: proposal.predictedSavingPct,
    horizonH: (gridEndMs(grid) - grid.startMs) / hourMs,
    proposalId: proposal.id,
    asOfMs: proposal.createdAtMs,
  };
}

function planSummary(parts: ProposalParts | null): Overview["plan"] {
  const plan = parts === null ? null : planInForceView(parts);
  if (parts === null || plan === null) return null;
  const { proposal } = parts.record;
  const own = plan.commands.filter((command) => !isCorrection(proposal.plan, command));
  const count = (...states: readonly string[]): number =>
    own.filter((command) => states.includes(command.state)).length;
  return {
    proposalId: plan.proposalId,
    approvedBy: plan.approvedBy,
    decidedAtMs: plan.decidedAtMs,
    untilMs: plan.envelope.untilMs,
    predictedSavingEur: proposal.predictedSavingEur,
    commands: {
      total: proposal.commands.length,
      verified: count("verified"),
      failed: count("refused", "failed", "expired", "handed-back"),
      pending: count("prepared", "sent", "acknowledged", "clamped"),
    },
  };
}

async function overview(deps: ApiDeps): Promise<Overview> {
  const { site, clock, health } = deps;
  const state = await siteState(deps);
  const [parts, assets, alerts] = await Promise.all([
    planPartsInForce(deps),
    assetViews(deps, state.latest),
    alertViews(deps, state),
  ]);
  const ranks = assets.map((asset) => assetModes.indexOf(asset.mode));
  return {
    site: {
      id: site.id,
      title: site.title,
      timeZone: site.timeZone,
      simulated: site.simulated !== null,
      useCase: site.useCase,
    },
    clock: {
      plantMs: Math.round(state.nowMs),
      wallMs: deps.wallNowMs(),
      speed: clock.speed,
      simulated: site.simulated !== null,
    },
    labels: labelsOf(deps, state.latest),
    priceSource: priceSourceOf(deps, state.latest),
    mode: ranks.length === 0 ? null : assetModes[Math.max(...ranks)]!,
    money: moneyOf(state),
    openProposals: state.open.map(summaryView),
    plan: planSummary(parts),
    data: dataHealth(site.points, state.latest, clock),
    links: health.links(),
    roles: health.roles(),
    alertCount: alerts.filter((alert) => alert.acknowledgedBy === null).length,
  };
}

export function siteHandlers(deps: ApiDeps): Handlers<"overview" | "alerts" | "acknowledgeAlert"> {
  return {
    overview: () => overview(deps),
    alerts: async () => alertViews(deps, await siteState(deps)),
    acknowledgeAlert: async ({ params }, caller) => {
      await deps.audit({
        siteId: deps.site.id,
        atMs: Math.round(deps.clock.nowMs()),
        actor: caller.identity!.name,
        action: acknowledgeAction,
        subject: params.id,
        details: {},
      });
      return null;
    },
  };
}
