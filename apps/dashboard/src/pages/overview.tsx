import { Anchor, Card, Group, SimpleGrid, Stack, Table, Text, Title } from "@mantine/core";
import type { Overview } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api, keys } from "../client.ts";
import { FigureTile } from "../components/figure-tile.tsx";
import { ProposalTable } from "../components/proposal-table.tsx";
import { StateMark } from "../components/state-mark.tsx";
import { formatAge, formatEur, formatInstant, formatPct } from "../format.ts";
import { useSite } from "../site-context.ts";
import { meaning } from "../theme.ts";

export default function OverviewPage() {
  const { overview } = useSite();
  return (
    <Stack>
      <Title order={2} size="h3">
        Overview
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 4 }}>
        <MoneyTile overview={overview} />
        <PlanTile overview={overview} />
        <DataTile overview={overview} />
        <AlertTile count={overview.alertCount} />
      </SimpleGrid>
      <section aria-label="Open proposals">
        <Title order={3} size="h5" mb="xs">
          Open proposals
        </Title>
        <ProposalTable proposals={overview.openProposals} empty="Nothing waits for a decision." />
      </section>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <DataFindings overview={overview} />
        <Connections overview={overview} />
      </SimpleGrid>
      <Alerts />
      {overview.labels.length > 0 && (
        <Text size="sm" c="dimmed">
          {overview.labels.join(" ")}
        </Text>
      )}
    </Stack>
  );
}

function MoneyTile({ overview: { money } }: { overview: Overview }) {
  if (money === null) return <FigureTile title="Money at stake" figure="–" note="No undecided proposal." />;
  return (
    <FigureTile
      title={`Money at stake, next ${money.horizonH} h`}
      figure={formatEur(money.atStakeEur)}
      note={
        <>
          {formatPct(money.savingPct)} of {formatEur(money.baselineCostEur)} without us.{" "}
          <Anchor component={Link} to="/proposals/$id" params={{ id: money.proposalId } as never} size="sm">
            Look at the proposal
          </Anchor>
        </>
      }
    />
  );
}

function PlanTile({ overview: { plan, site } }: { overview: Overview }) {
  if (plan === null)
    return <FigureTile title="Plan in force" figure="native control" note="The plant runs without us." />;
  const { commands } = plan;
  return (
    <FigureTile
      title="Plan in force"
      figure={`${commands.verified} of ${commands.total} verified`}
      {...(commands.failed > 0 ? { tone: meaning.alarm } : {})}
      note={
        <>
          {commands.failed > 0 && <strong>{commands.failed} failed. </strong>}
          Approved by {plan.approvedBy.join(" and ")}, until {formatInstant(plan.untilMs, site.timeZone)}.
        </>
      }
    />
  );
}

function DataTile({ overview: { data } }: { overview: Overview }) {
  const abnormal = [
    [data.uncertain, "uncertain"],
    [data.bad, "bad"],
    [data.stale, "stale"],
    [data.missing, "missing"],
  ] as const;
  const said = abnormal.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  return (
    <FigureTile
      title="Data health"
      figure={`${data.good} of ${data.total} good`}
      {...(data.state === "bad" ? { tone: meaning.alarm } : {})}
      note={said.length === 0 ? "All points usable." : said.join(", ")}
    />
  );
}

function AlertTile({ count }: { count: number }) {
  return (
    <FigureTile
      title="Alerts"
      figure={count}
      {...(count > 0 ? { tone: meaning.warning } : {})}
      note={count === 0 ? "Nothing asks for you." : "Each has one owner and one action, below."}
    />
  );
}

function DataFindings({ overview: { data } }: { overview: Overview }) {
  return (
    <Card withBorder component="section" aria-label="Worst data">
      <Title order={3} size="h5">
        Worst data
      </Title>
      {data.worst.length === 0 && <Text size="sm">No point is below full confidence.</Text>}
      {data.worst.map((finding) => (
        <Text key={finding.pointId} size="sm">
          <StateMark state={finding.confidence < 0.5 ? "bad" : "uncertain"} /> {finding.sentence}
        </Text>
      ))}
    </Card>
  );
}

function Connections({ overview: { links, roles, clock } }: { overview: Overview }) {
  return (
    <Card withBorder component="section" aria-label="Connections and processes">
      <Title order={3} size="h5">
        Connections and processes
      </Title>
      {links.map((link) => (
        <Group key={link.connector} gap="xs" wrap="nowrap">
          <StateMark
            state={link.state === "connected" ? "good" : link.state === "down" ? "bad" : "uncertain"}
          />
          <Text size="sm">
            {link.connector}: {link.state} for {formatAge(clock.plantMs - link.sinceMs)}. {link.detail}
          </Text>
        </Group>
      ))}
      {roles.map((role) => (
        <Group key={role.role} gap="xs" wrap="nowrap">
          <StateMark
            state={role.state === "running" ? "good" : role.state === "away" ? "bad" : "uncertain"}
          />
          <Text size="sm">
            {role.role}: {role.state}. {role.detail}
          </Text>
        </Group>
      ))}
    </Card>
  );
}

function Alerts() {
  const { zone } = useSite();
  const alerts = useQuery({ queryKey: keys.alerts, queryFn: () => api.alerts() });
  if (!alerts.data || alerts.data.length === 0) return null;
  return (
    <section aria-label="Alerts">
      <Title order={3} size="h5" mb="xs">
        Alerts
      </Title>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>What</Table.Th>
            <Table.Th>Owner</Table.Th>
            <Table.Th>Action</Table.Th>
            <Table.Th>Since</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {alerts.data.map((alert) => (
            <Table.Tr key={alert.id}>
              <Table.Td>{alert.sentence}</Table.Td>
              <Table.Td>{alert.owner}</Table.Td>
              <Table.Td>{alert.action}</Table.Td>
              <Table.Td>{formatInstant(alert.raisedAtMs, zone)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
