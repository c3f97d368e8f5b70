import { Button, Card, Group, NumberInput, Text, Textarea } from "@mantine/core";
import type { ProposalDetail } from "@qtwin/api";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys, queryClient } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { formatEur, formatInstant } from "../format.ts";
import { useSite } from "../site-context.ts";

type Verdict = "approve" | "reject" | "defer";

/** What approving means in one sentence, the decision with its note, and who has decided so far. */
export function Decide({ detail }: { detail: ProposalDetail }) {
  const { zone } = useSite();
  const { envelope } = detail.proposal;
  return (
    <Card withBorder component="section" aria-label="Decision">
      {detail.mayDecide && (
        <Text size="sm" mb="xs">
          Approving allows writes until {formatInstant(envelope.untilMs, zone)}, up to{" "}
          {formatEur(envelope.costLimitEur)} and a peak of {Math.round(envelope.peakLimitKw)} kW. Re-plans
          inside these limits apply themselves and are logged.
          {detail.approvalsMissing > 1 ? ` ${detail.approvalsMissing} people must agree.` : ""}
        </Text>
      )}
      {detail.mayDecide && <DecisionForm id={detail.proposal.id} />}
      {!detail.mayDecide && detail.decisions.length === 0 && <Text size="sm">{detail.whyNot}</Text>}
      {detail.decisions.map((decision) => (
        <Text key={decision.id} size="sm" mt="xs">
          {decision.verdict} by {decision.by.join(" and ")} at {formatInstant(decision.decidedAtMs, zone)}
          {decision.note === "" ? "" : `: ${decision.note}`}
        </Text>
      ))}
    </Card>
  );
}

function DecisionForm({ id }: { id: string }) {
  const [note, setNote] = useState("");
  const [deferMin, setDeferMin] = useState<number | string>(30);
  const decide = useMutation({
    mutationFn: (verdict: Verdict) =>
      api.decide({
        params: { id },
        body: { verdict, note, ...(verdict === "defer" ? { deferMin: Number(deferMin) } : {}) },
      }),
    onSuccess: (detail) => queryClient.setQueryData(keys.proposal(id), detail),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.overview }),
  });
  return (
    <>
      <Textarea
        label="Note"
        description="Needed to reject or defer; kept in the audit log"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={1}
      />
      <Group mt="sm" align="end">
        <Button loading={decide.isPending} onClick={() => decide.mutate("approve")}>
          Approve
        </Button>
        <Button variant="default" disabled={note.trim() === ""} onClick={() => decide.mutate("reject")}>
          Reject
        </Button>
        <Button variant="default" disabled={note.trim() === ""} onClick={() => decide.mutate("defer")}>
          Defer
        </Button>
        <NumberInput
          label="Defer for (plant minutes)"
          value={deferMin}
          onChange={setDeferMin}
          min={1}
          max={1440}
          w={190}
          size="xs"
        />
      </Group>
      {decide.isError && <ErrorNotice error={decide.error} />}
    </>
  );
}
