import { Anchor, Badge, Card, Group, Loader, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { ProposalDetail } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { FigureTile } from "../components/figure-tile.tsx";
import { Nominations } from "../components/nominations.tsx";
import { PlanCharts } from "../components/plan-charts.tsx";
import { StateMark } from "../components/state-mark.tsx";
import { formatAge, formatEur, formatInstant, formatPct } from "../format.ts";
import { useBandCoverage } from "../proposal/band-coverage.ts";
import { ProposalCommands } from "../proposal/commands.tsx";
import { Decide } from "../proposal/decide.tsx";
import { ChangesPerAsset, ConstraintReport, Proof, Why } from "../proposal/reasons.tsx";
import { ScenarioTree } from "../proposal/scenario-tree.tsx";
import { isRisky } from "../proposal/tree-layout.ts";
import { WhatIf } from "../proposal/what-if.tsx";
import { useSite } from "../site-context.ts";
import { meaning } from "../theme.ts";

export default function ProposalPage({ id }: { id: string }) {
  const detail = useQuery({
    queryKey: keys.proposal(id),
    queryFn: () => api.proposal({ params: { id } }),
    refetchInterval: 5_000,
  });
  if (detail.isError) return <ErrorNotice error={detail.error} />;
  if (detail.isPending) return <Loader aria-label="Loading" />;
  return <Detail detail={detail.data} />;
}

function Detail({ detail }: { detail: ProposalDetail }) {
  const { zone, nowMs } = useSite();
  const { proposal, state } = detail;
  const runs = useQuery({ queryKey: keys.runs, queryFn: () => api.runs() });
  const coverage = useBandCoverage(nowMs);
  const runId = runs.data?.find((run) => run.proposalId === proposal.id)?.id ?? null;
  return (
    <Stack>
      <Group gap="sm">
        <Title order={2} size="h3">
          Proposal of {formatInstant(proposal.createdAtMs, zone)}
        </Title>
        <Badge variant="outline" color="gray" tt="none" size="lg" data-testid="proposal-state">
          {state}
        </Badge>
        <Text size="sm" c="dimmed">
          because {proposal.trigger}, by {proposal.author}
          {state === "open" ? `, expires in ${formatAge(proposal.expiresAtMs - nowMs)}` : ""}
        </Text>
      </Group>
      <Headline detail={detail} coverage={coverage} />
      <Decide detail={detail} />
      <Nominations />
      <ProposalCommands commands={detail.commands} planSteps={proposal.plan.grid.count} zone={zone} />
      <Card withBorder component="section" aria-label="Before and after">
        <Title order={3} size="h5" mb="xs">
          Before and after
        </Title>
        <Text size="sm" c="dimmed" mb="sm">
          Filled and solid: this plan. Outlined and dashed: what the plant would do without us, on the same
          facts. The plan{" "}
          <Anchor href={`/api/v1/proposals/${proposal.id}/plan.csv`} size="sm">
            as CSV
          </Anchor>
          .
        </Text>
        <PlanCharts
          plan={proposal.plan}
          baseline={proposal.baseline}
          coverage={coverage}
          nowMs={nowMs}
          zone={zone}
        />
      </Card>
      {proposal.scenarioTree && <ScenarioTree tree={proposal.scenarioTree} zone={zone} />}
      <WhatIf proposal={proposal} />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Why proposal={proposal} />
        <ChangesPerAsset diff={proposal.diff} zone={zone} />
        <ConstraintReport report={proposal.constraintReport} />
        <Proof proposal={{ solve: proposal.solve, cost: proposal.plan.cost, runId }} />
      </SimpleGrid>
    </Stack>
  );
}

function Headline(props: { detail: ProposalDetail; coverage: ((id: string) => string) | undefined }) {
  const { proposal } = props.detail;
  const { difference, dayCost, worstConfidence } = proposal;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: dayCost ? 5 : 4 }}>
      <FigureTile
        title="Predicted saving"
        figure={formatEur(proposal.predictedSavingEur)}
        note={`${formatPct(proposal.predictedSavingPct)}: ${formatEur(proposal.plan.cost.totalEur)} instead of ${formatEur(proposal.baseline.cost.totalEur)}. A prediction; the meter decides.`}
      />
      <FigureTile
        title="Cost difference to doing nothing"
        figure={formatEur(difference.p50Eur)}
        note={`80 % of ${difference.scenarioCount} scenarios between ${formatEur(difference.p10Eur)} and ${formatEur(difference.p90Eur)}; negative saves.`}
      />
      <FigureTile
        title="Chance that the plan costs more"
        figure={formatPct(difference.probabilityWorse * 100)}
        {...(isRisky(difference) ? { tone: meaning.warning } : {})}
        note="Share of the same scenarios."
      />
      {dayCost && (
        <FigureTile
          title="Cost of the rest of the day"
          figure={formatEur(dayCost.p50Eur)}
          note={`Between ${formatEur(dayCost.p10Eur)} and ${formatEur(dayCost.p90Eur)} by the meters; ${props.coverage?.("dayCost") ?? ""}.`}
        />
      )}
      <FigureTile
        title="Data under it"
        figure={
          worstConfidence === null ? (
            "usable"
          ) : (
            <StateMark state={worstConfidence.confidence < 0.5 ? "bad" : "uncertain"} />
          )
        }
        note={
          worstConfidence === null ? "Every value it needs has full confidence." : worstConfidence.sentence
        }
      />
    </SimpleGrid>
  );
}
