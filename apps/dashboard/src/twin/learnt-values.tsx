import { Button, Group, Modal, Stack, Table, Text, Textarea, Title } from "@mantine/core";
import type { LearntValueView } from "@qtwin/api";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, queryClient } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { formatInstant, formatNumber, formatPct, formatQuantity } from "../format.ts";
import { useSite } from "../site-context.ts";

/** A number and its unit stay on one line. */
const nowrap = { whiteSpace: "nowrap" } as const;

type Verdict = "reject" | "reset";

interface Asked {
  readonly value: LearntValueView;
  readonly verdict: Verdict;
}

/** What the meters say of the plant beside its description, and which of the two is planned with. */
export function LearntValues() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const learning = useQuery({ queryKey: keys.learning, queryFn: () => api.learning() });
  if (learning.isError) return <ErrorNotice error={learning.error} />;
  if (!learning.data || learning.data.values.length === 0) return null;
  const { values, errors } = learning.data;
  return (
    <Stack component="section" aria-label="Learnt from the meters" gap="xs">
      <Title order={3} size="h4">
        Learnt from the meters
      </Title>
      <Table.ScrollContainer minWidth={860}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Value</Table.Th>
              <Table.Th ta="right">Site</Table.Th>
              <Table.Th ta="right" style={nowrap}>
                Learnt (95 %)
              </Table.Th>
              <Table.Th ta="right">Since</Table.Th>
              <Table.Th>Planned with</Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {values.map((value) => (
              <ValueRow key={value.id} value={value} onAsk={(verdict) => setAsked({ value, verdict })} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {errors.length > 0 && (
        <Text size="sm">
          Error of the model on the last day:{" "}
          {errors
            .map(
              ({ asset, errorPct, limitPct }) =>
                `${asset} ${formatPct(errorPct)} of at most ${formatPct(limitPct)}`,
            )
            .join(", ")}
          .
        </Text>
      )}
      <Modal opened={asked !== null} onClose={() => setAsked(null)} title={asked?.value.title}>
        {asked && <Decide asked={asked} onDone={() => setAsked(null)} />}
      </Modal>
    </Stack>
  );
}

function learntText({ learnt, unit }: LearntValueView): string {
  if (!learnt || learnt.verdict === "too-few") return "–";
  const half = (learnt.high95 - learnt.low95) / 2;
  return `${formatQuantity(learnt.value, unit)} ± ${formatNumber(half)}`;
}

function ValueRow({ value, onAsk }: { value: LearntValueView; onAsk: (verdict: Verdict) => void }) {
  const { zone } = useSite();
  const { learnt, used, why, decision, unit } = value;
  const isRejected = decision?.verdict === "reject";
  return (
    <Table.Tr data-value={value.id}>
      <Table.Td title={value.id}>{value.title}</Table.Td>
      <Table.Td ta="right" style={nowrap}>
        {formatQuantity(value.siteValue, unit)}
      </Table.Td>
      <Table.Td
        ta="right"
        style={nowrap}
        title={learnt ? `${learnt.samples} measurements, version ${learnt.version}` : ""}
      >
        {learntText(value)}
      </Table.Td>
      <Table.Td ta="right" style={nowrap}>
        {learnt && learnt.samples > 0 ? formatInstant(learnt.fromMs, zone).slice(0, 10) : "–"}
      </Table.Td>
      <Table.Td>
        <strong>{used ? "learnt value" : "site's value"}</strong>
        {". "}
        {why}
      </Table.Td>
      <Table.Td>
        <Group gap={4} wrap="nowrap">
          {!isRejected && learnt && learnt.verdict !== "too-few" && (
            <Button size="compact-xs" variant="default" onClick={() => onAsk("reject")}>
              Reject
            </Button>
          )}
          {(isRejected || (learnt && learnt.samples > 0)) && (
            <Button size="compact-xs" variant="default" onClick={() => onAsk("reset")}>
              Learn anew
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function Decide({ asked, onDone }: { asked: Asked; onDone: () => void }) {
  const [reason, setReason] = useState("");
  const decide = useMutation({
    mutationFn: () =>
      api.decideLearnt({ params: { id: asked.value.id }, body: { verdict: asked.verdict, reason } }),
    onSuccess: onDone,
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.learning }),
  });
  return (
    <Stack>
      <Text size="sm">
        {asked.verdict === "reject"
          ? "The next plan takes the site's value, whatever is learnt, until it is learnt anew."
          : "What was learnt so far is forgotten; measurements from now on count."}
      </Text>
      <Textarea
        label="Reason"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        required
      />
      {decide.isError && <ErrorNotice error={decide.error} />}
      <Button disabled={reason.trim() === ""} loading={decide.isPending} onClick={() => decide.mutate()}>
        {asked.verdict === "reject" ? "Reject" : "Learn anew"}
      </Button>
    </Stack>
  );
}
