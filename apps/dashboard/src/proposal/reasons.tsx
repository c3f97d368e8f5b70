import { Anchor, Card, List, Table, Text, Title } from "@mantine/core";
import type { ProposalDetail } from "@qtwin/api";
import { Link } from "@tanstack/react-router";
import { StateMark } from "../components/state-mark.tsx";
import { formatClock, formatEur, formatNumber, formatPct } from "../format.ts";

type Proposal = ProposalDetail["proposal"];

/** Where the saving comes from and what holds the plan back. */
export function Why({ proposal: { explanation } }: { proposal: Proposal }) {
  return (
    <Card withBorder component="section" aria-label="Why">
      <Title order={3} size="h5">
        Why
      </Title>
      {explanation.sentences.map((sentence) => (
        <Text key={sentence} size="sm">
          {sentence}
        </Text>
      ))}
      <Table mt="xs" captionSide="top">
        <Table.Caption>Saving by lever</Table.Caption>
        <Table.Tbody>
          {explanation.levers.map((lever) => (
            <Table.Tr key={lever.id}>
              <Table.Td>{lever.title}</Table.Td>
              <Table.Td ta="right">{formatEur(lever.savingEur)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" fw={600} mt="xs">
        What limits it
      </Text>
      <List size="sm">
        {explanation.binding.slice(0, 8).map((row) => (
          <List.Item key={row.rule}>
            {row.sentence} <span>({row.count}×)</span>
          </List.Item>
        ))}
      </List>
    </Card>
  );
}

/** What changes for whom, against the plan in force or native control. */
export function ChangesPerAsset({ diff, zone }: { diff: Proposal["diff"]; zone: string }) {
  return (
    <Card withBorder component="section" aria-label="What changes">
      <Title order={3} size="h5">
        What changes
      </Title>
      {diff.length === 0 && <Text size="sm">Nothing: the plan is what the plant does already.</Text>}
      {diff.map((asset) => (
        <details key={asset.asset}>
          <summary>
            <strong>{asset.title}</strong>: {asset.changes.length} changes
          </summary>
          <List size="sm">
            {asset.changes.map((change) => (
              <List.Item key={`${change.pointId}-${change.fromMs}`}>
                {formatClock(change.fromMs, zone)}–{formatClock(change.untilMs, zone)}: {change.sentence}
              </List.Item>
            ))}
          </List>
        </details>
      ))}
    </Card>
  );
}

const constraintMark = { kept: "good", binding: "uncertain", violated: "bad" } as const;

export function ConstraintReport({ report }: { report: Proposal["constraintReport"] }) {
  return (
    <Card withBorder component="section" aria-label="Rules">
      <Title order={3} size="h5">
        Rules
      </Title>
      {report.map((row) => (
        <Text key={row.rule} size="sm">
          <StateMark state={constraintMark[row.state]} /> {row.sentence} <em>({row.state})</em>
        </Text>
      ))}
    </Card>
  );
}

/** How good the answer is and how anybody can check it. */
export function Proof({ proposal: { solve, cost, runId } }: { proposal: ProofInput }) {
  return (
    <Card withBorder component="section" aria-label="Proof">
      <Title order={3} size="h5">
        Proof
      </Title>
      <Text size="sm">
        {solve.solver}: {solve.status} after {formatNumber(solve.seconds)} s;{" "}
        {solve.feasible ? "feasible" : "NOT feasible"} on the original model by an independent check.
      </Text>
      {solve.objective !== null && solve.bound !== null && solve.gap !== null && (
        <Text size="sm">
          Objective {formatEur(solve.objective)}; nothing can be better than {formatEur(solve.bound)}: a
          proven gap of {formatPct(solve.gap * 100)}.
        </Text>
      )}
      {runId !== null && (
        <Text size="sm">
          <Anchor href={`/api/v1/runs/${runId}/model.mps`} size="sm">
            Model (MPS)
          </Anchor>{" "}
          and{" "}
          <Anchor href={`/api/v1/runs/${runId}/model.sol`} size="sm">
            solution
          </Anchor>
          : any solver can check both.{" "}
          <Anchor component={Link} to="/runs/$id" params={{ id: runId } as never} size="sm">
            Who found what
          </Anchor>
          .
        </Text>
      )}
      <Table mt="xs" captionSide="top">
        <Table.Caption>Cost of the plan</Table.Caption>
        <Table.Tbody>
          {cost.parts.map((part) => (
            <Table.Tr key={part.id}>
              <Table.Td>{part.title}</Table.Td>
              <Table.Td ta="right">{formatEur(part.costEur)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  );
}

interface ProofInput {
  readonly solve: Proposal["solve"];
  readonly cost: Proposal["plan"]["cost"];
  /** The run whose model and solution can be downloaded. */
  readonly runId: string | null;
}
