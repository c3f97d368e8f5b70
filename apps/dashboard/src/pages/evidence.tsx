import { Button, Card, Code, Group, Loader, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { type EvidenceView, routes } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { ClassChart } from "../evidence/class-chart.tsx";
import { EvidenceTable } from "../evidence/evidence-table.tsx";
import { byClass, filtered } from "../evidence/ledger.ts";

/** Newest runs that the page looks at, as many as one answer gives; the CSV has all. */
const mostRuns = 500;
const dayMs = 86_400_000;
const spans = [
  { value: "0", label: "at any time" },
  { value: "1", label: "in the last day" },
  { value: "7", label: "in the last 7 days" },
  { value: "30", label: "in the last 30 days" },
];

export default function EvidencePage() {
  const entries = useQuery({
    queryKey: keys.evidence,
    queryFn: () => api.evidence({ query: { limit: mostRuns } }),
    refetchInterval: 15_000,
  });
  return (
    <Stack>
      <Title order={2} size="h3">
        Evidence
      </Title>
      <Text size="sm" maw="72ch">
        What quantum runs brought. Each stands beside plain solvers that had the same post-processing and no
        more time; which of them was ahead is worked out from the numbers, not claimed.
      </Text>
      {entries.isError && <ErrorNotice error={entries.error} />}
      {entries.isPending && <Loader aria-label="Loading" />}
      {entries.data && (entries.data.length === 0 ? <Empty /> : <Ledger entries={entries.data} />)}
    </Stack>
  );
}

function Empty() {
  return (
    <Card withBorder padding="md" maw={640}>
      <Text fw={600}>No quantum run is recorded yet</Text>
      <Text size="sm" my="xs">
        Measure one on the command line; it is recorded with its controls as soon as it is done:
      </Text>
      <Code block>qtwin solve model.qubo --solver qaoa</Code>
      <Text size="sm" mt="xs">
        Any model file will do that needs at most 24 qubits as a QUBO. Programs can add runs by POST to{" "}
        {routes.recordEvidence.path}.
      </Text>
    </Card>
  );
}

function Ledger({ entries }: { readonly entries: readonly EvidenceView[] }) {
  const [problemClass, setClass] = useState("");
  const [method, setMethod] = useState("");
  const [days, setDays] = useState("0");
  const sinceMs = days === "0" ? 0 : Date.now() - Number(days) * dayMs;
  const shown = filtered(entries, { problemClass, method, sinceMs });
  const classes = namesOf(entries, ({ evidence }) => evidence.problemClass);
  const methods = namesOf(entries, ({ evidence }) => evidence.method);
  return (
    <>
      <Group align="end">
        <Choice label="Class" value={problemClass} onChange={setClass} options={classes} />
        <Choice label="Method" value={method} onChange={setMethod} options={methods} />
        <NativeSelect
          label="Ended"
          data={spans}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Button
          component="a"
          variant="default"
          href={csvPath(problemClass, method, sinceMs)}
          download="evidence.csv"
        >
          Download as CSV
        </Button>
      </Group>
      {shown.length === 0 && <Text size="sm">No run fits these filters.</Text>}
      {byClass(shown).map((summary) => (
        <ClassChart key={summary.problemClass} summary={summary} />
      ))}
      {shown.length > 0 && <EvidenceTable entries={shown} />}
      {entries.length === mostRuns && (
        <Text size="sm" c="dimmed">
          These are the newest {mostRuns} runs; the CSV and 'qtwin evidence --limit' give older ones.
        </Text>
      )}
    </>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly string[];
}) {
  const { label, value, onChange, options } = props;
  const data = [{ value: "", label: "all" }, ...options.map((option) => ({ value: option, label: option }))];
  return (
    <NativeSelect
      label={label}
      data={data}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const namesOf = (
  entries: readonly EvidenceView[],
  nameOf: (entry: EvidenceView) => string,
): readonly string[] => [...new Set(entries.map(nameOf))].sort();

function csvPath(problemClass: string, method: string, sinceMs: number): string {
  const query = new URLSearchParams();
  if (problemClass !== "") query.set("class", problemClass);
  if (method !== "") query.set("method", method);
  if (sinceMs > 0) query.set("sinceMs", String(Math.round(sinceMs)));
  return query.size === 0 ? routes.evidenceCsv.path : `${routes.evidenceCsv.path}?${query}`;
}
