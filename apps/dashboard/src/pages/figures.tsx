import { Button, Group, Loader, Stack, Table, Text, Title } from "@mantine/core";
import type { DayFigure } from "@qtwin/api";
import { instantOfLocal, localTime } from "@qtwin/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { Nominations } from "../components/nominations.tsx";
import { ReportLinks } from "../components/report-links.tsx";
import { formatQuantity } from "../format.ts";
import { isBandFigure } from "../proposal/band-coverage.ts";
import { useSite } from "../site-context.ts";

type Total = "sum" | "highest" | "mean";

/** What is known of a figure; others are shown by their id. */
const known: Readonly<Record<string, { readonly title: string; readonly total: Total }>> = {
  importKwh: { title: "Bought", total: "sum" },
  exportKwh: { title: "Fed in", total: "sum" },
  peakKw: { title: "Highest quarter-hour", total: "highest" },
  energyEur: { title: "Energy, fees and levies", total: "sum" },
  nominatedKwh: { title: "Nominated", total: "sum" },
  imbalanceShortKwh: { title: "above its tolerance", total: "sum" },
  imbalanceLongKwh: { title: "below its tolerance", total: "sum" },
  imbalanceEur: { title: "Imbalance (synthetic price)", total: "sum" },
  demandEur: { title: "Peak above the peak so far", total: "sum" },
  energyWhilePlannedEur: { title: "Energy while a plan was in force", total: "sum" },
  plannedEnergyEur: { title: "as planned", total: "sum" },
  nativeEnergyEur: { title: "without the plan, by its model", total: "sum" },
  plannedImportKwh: { title: "Bought, as planned", total: "sum" },
  predictionErrorPct: { title: "Error of the planned import", total: "mean" },
  writes: { title: "Writes", total: "sum" },
  writesVerified: { title: "verified", total: "sum" },
  writesRefused: { title: "refused", total: "sum" },
  overrides: { title: "Overrides", total: "sum" },
};
const order = Object.keys(known);

interface Month {
  readonly year: number;
  readonly month: number;
}

const monthAfter = ({ year, month }: Month, by: number): Month => {
  const index = year * 12 + month - 1 + by;
  return { year: Math.floor(index / 12), month: (index % 12) + 1 };
};

const nameOf = ({ year, month }: Month): string => `${year}-${String(month).padStart(2, "0")}`;

/** Figures of the days of a month, each as the meters gave it, with the month under them. */
export default function FiguresPage() {
  const { zone, nowMs } = useSite();
  const [offset, setOffset] = useState(0);
  const today = localTime(nowMs, zone);
  const month = monthAfter({ year: today.year, month: today.month }, offset);
  const next = monthAfter(month, 1);
  const fromMs = instantOfLocal(zone, month.year, month.month, 1);
  const untilMs = instantOfLocal(zone, next.year, next.month, 1);
  const figures = useQuery({
    queryKey: keys.figures(fromMs),
    queryFn: () => api.figures({ query: { fromMs, untilMs } }),
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">
          Figures of {nameOf(month)}
        </Title>
        <Group gap="xs">
          <Button variant="default" size="compact-sm" onClick={() => setOffset(offset - 1)}>
            Month before
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            disabled={offset >= 0}
            onClick={() => setOffset(offset + 1)}
          >
            Month after
          </Button>
        </Group>
      </Group>
      <Text size="sm" c="dimmed">
        Days that are over, from the counters of the main meter. What the plant would have cost without the
        plan is a model's word, not the meter's.
      </Text>
      <ReportLinks
        key={fromMs}
        from={dayName(fromMs, zone)}
        to={dayName(Math.min(nowMs, untilMs - 1), zone)}
      />
      <Nominations />
      {figures.isError && <ErrorNotice error={figures.error} />}
      {figures.isPending && <Loader aria-label="Loading" />}
      {figures.data && (
        <MonthTable figures={figures.data.filter(({ id }) => !isBandFigure(id))} zone={zone} />
      )}
    </Stack>
  );
}

function totalOf(values: readonly number[], total: Total): number {
  if (total === "highest") return Math.max(...values);
  const sum = values.reduce((all, value) => all + value, 0);
  return total === "sum" ? sum : sum / values.length;
}

const place = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);

function MonthTable({ figures, zone }: { figures: readonly DayFigure[]; zone: string }) {
  const days = useMemo(() => [...Map.groupBy(figures, ({ fromMs }) => fromMs)], [figures]);
  if (days.length === 0)
    return <Text size="sm">No day of this month is over yet, or Qtwin did not run on any.</Text>;
  const ids = [...new Set(figures.map(({ id }) => id))].toSorted((left, right) => place(left) - place(right));
  const shown = (id: string, value: number | undefined): string =>
    value === undefined ? "–" : formatQuantity(value, figures.find((figure) => figure.id === id)!.unit);
  return (
    <Table.ScrollContainer minWidth={900}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Day</Table.Th>
            {ids.map((id) => (
              <Table.Th key={id} ta="right">
                {known[id]?.title ?? id}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map(([fromMs, ofDay]) => (
            <Table.Tr key={fromMs}>
              <Table.Td>{dayName(fromMs, zone)}</Table.Td>
              {ids.map((id) => (
                <Table.Td key={id} ta="right">
                  {shown(id, ofDay.find((figure) => figure.id === id)?.value)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th>Month so far</Table.Th>
            {ids.map((id) => {
              const values = figures.filter((figure) => figure.id === id).map(({ value }) => value);
              return (
                <Table.Th key={id} ta="right">
                  {shown(id, totalOf(values, known[id]?.total ?? "sum"))}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Table.ScrollContainer>
  );
}

function dayName(fromMs: number, zone: string): string {
  const { year, month, day } = localTime(fromMs, zone);
  return `${nameOf({ year, month })}-${String(day).padStart(2, "0")}`;
}
