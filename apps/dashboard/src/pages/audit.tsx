import { Button, Group, Loader, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { AuditView } from "@qtwin/api";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { StateMark } from "../components/state-mark.tsx";
import { formatInstant } from "../format.ts";
import { useSite } from "../site-context.ts";

export default function AuditPage() {
  const [action, setAction] = useState("");
  const [prefix] = useDebouncedValue(action, 300);
  const entries = useQuery({
    queryKey: keys.audit(prefix),
    queryFn: () => api.audit({ query: prefix === "" ? {} : { action: prefix } }),
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">
          Audit
        </Title>
        <Verification />
      </Group>
      <TextInput
        label="Action starts with"
        placeholder="for example command"
        value={action}
        onChange={(event) => setAction(event.currentTarget.value)}
        maw={320}
      />
      {entries.isError && <ErrorNotice error={entries.error} />}
      {entries.isPending && <Loader aria-label="Loading" />}
      {entries.data && <EntryTable entries={entries.data} />}
    </Stack>
  );
}

function Verification() {
  const verify = useMutation({ mutationFn: () => api.verifyAudit() });
  return (
    <Group gap="sm">
      {verify.data && (
        <Text size="sm" role="status">
          <StateMark state={verify.data.intact ? "good" : "bad"} />{" "}
          {verify.data.intact ? `${verify.data.count} entries, chain intact` : verify.data.reason}
        </Text>
      )}
      <Button size="compact-sm" variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
    </Group>
  );
}

function EntryTable({ entries }: { entries: readonly AuditView[] }) {
  const { zone } = useSite();
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>No.</Table.Th>
            <Table.Th>When</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>Action</Table.Th>
            <Table.Th>On what</Table.Th>
            <Table.Th>Detail</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <Table.Tr key={entry.number} data-action={entry.action}>
              <Table.Td>{entry.number}</Table.Td>
              <Table.Td>{formatInstant(entry.atMs, zone)}</Table.Td>
              <Table.Td>{entry.actor}</Table.Td>
              <Table.Td>{entry.action}</Table.Td>
              <Table.Td>{entry.subject}</Table.Td>
              <Table.Td>
                <Text size="xs" ff="monospace" style={{ wordBreak: "break-word" }}>
                  {typeof entry.details === "string" ? entry.details : JSON.stringify(entry.details)}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
