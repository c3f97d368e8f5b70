import { Loader, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { ProposalTable } from "../components/proposal-table.tsx";

export default function ProposalsPage() {
  const proposals = useQuery({ queryKey: keys.proposals, queryFn: () => api.proposals() });
  return (
    <Stack>
      <Title order={2} size="h3">
        Proposals
      </Title>
      {proposals.isError && <ErrorNotice error={proposals.error} />}
      {proposals.isPending && <Loader aria-label="Loading" />}
      {proposals.data && (
        <ProposalTable
          proposals={proposals.data}
          empty="No proposal yet: the loop is still gathering data."
        />
      )}
    </Stack>
  );
}
