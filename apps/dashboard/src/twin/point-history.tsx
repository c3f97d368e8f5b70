import { Loader, Stack, Text } from "@mantine/core";
import type { PointView } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { SeriesChart } from "../components/series-chart.tsx";
import { useSite } from "../site-context.ts";
import { meaning } from "../theme.ts";

/** The last values of one point and everything declared about it. */
export function PointHistory({ point }: { point: PointView }) {
  const { zone } = useSite();
  const isNumber = point.type === "number";
  const series = useQuery({
    queryKey: keys.series(point.id),
    queryFn: () => api.series({ params: { id: point.id }, query: { maxPoints: 500 } }),
    refetchInterval: 10_000,
    enabled: isNumber,
  });
  const lines = useMemo(
    () => (series.data ? [{ title: point.title, color: meaning.plan, values: series.data.values }] : []),
    [series.data, point.title],
  );
  return (
    <Stack>
      {isNumber && series.isPending && <Loader aria-label="Loading" />}
      {series.isError && <ErrorNotice error={series.error} />}
      {series.data && (
        <SeriesChart
          title={point.title}
          unit={point.unit}
          zone={zone}
          startsMs={series.data.timesMs}
          series={lines}
          height={260}
        />
      )}
      {!isNumber && (
        <Text
          component="pre"
          size="xs"
          ff="monospace"
          style={{ whiteSpace: "pre-wrap", wordBreak: "break-word" }}
        >
          {JSON.stringify(point.latest?.value ?? null, null, 2)}
        </Text>
      )}
      <Text size="sm">
        {point.id}: {point.kind}, expected every {point.periodS} s, owner {point.owner}
        {point.range ? `, range ${point.range.min} to ${point.range.max} ${point.unit}` : ""}; calibration{" "}
        {point.latest?.calibration ?? "unknown"}; source {point.latest?.source ?? point.connector} (
        {point.latest?.qualityCode ?? "no value"}).
      </Text>
    </Stack>
  );
}
