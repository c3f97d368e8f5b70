import { Drawer, Loader, Stack, TextInput, Title } from "@mantine/core";
import type { PointView } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { LearntValues } from "../twin/learnt-values.tsx";
import { PointHistory } from "../twin/point-history.tsx";
import { PointTable } from "../twin/point-table.tsx";

const TopologyMap = lazy(() => import("../twin/topology-map.tsx"));

function matches(point: PointView, words: string): boolean {
  const text = `${point.id} ${point.title} ${point.asset}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export default function TwinPage() {
  const [words, setWords] = useState("");
  const [opened, setOpened] = useState<PointView | null>(null);
  const points = useQuery({ queryKey: keys.points, queryFn: () => api.points(), refetchInterval: 30_000 });
  const topology = useQuery({
    queryKey: keys.topology,
    queryFn: () => api.topology(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Stack>
      <Title order={2} size="h3">
        Twin
      </Title>
      {points.isError && <ErrorNotice error={points.error} />}
      {points.isPending && <Loader aria-label="Loading" />}
      <Suspense fallback={<Loader aria-label="Loading the map" />}>
        {topology.data && points.data && (
          <TopologyMap topology={topology.data} points={points.data} onAsset={(asset) => setWords(asset)} />
        )}
      </Suspense>
      <TextInput
        label="Find a point"
        placeholder="asset, id or title"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        maw={320}
      />
      {points.data && (
        <PointTable points={points.data.filter((point) => matches(point, words))} onOpen={setOpened} />
      )}
      <LearntValues />
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size="lg"
        title={opened?.title}
      >
        {opened && <PointHistory point={opened} />}
      </Drawer>
    </Stack>
  );
}
