import { Anchor, Card, Text, Title } from "@mantine/core";
import type { NominationView } from "@qtwin/api";
import { useQuery } from "@tanstack/react-query";
import { api, keys } from "../client.ts";
import { formatClock, formatInstant, formatNumber, formatSmallEur } from "../format.ts";
import { useSite } from "../site-context.ts";

/** Today and tomorrow. */
const shownDays = 2;

/** What the supplier was told of these days and how far the main meter is from it; nothing where the contract asks for none. */
export function Nominations() {
  const { zone } = useSite();
  const nominations = useQuery({
    queryKey: keys.nominations,
    queryFn: () => api.nominations({ query: { limit: shownDays } }),
    refetchInterval: 15_000,
  });
  if (!nominations.data || nominations.data.length === 0) return null;
  return (
    <Card withBorder component="section" aria-label="Nominations">
      <Title order={3} size="h5" mb="xs">
        Nominated to the supplier
      </Title>
      {nominations.data.map((nomination) => (
        <Nomination key={nomination.day} nomination={nomination} zone={zone} />
      ))}
    </Card>
  );
}

function Nomination({ nomination, zone }: { nomination: NominationView; zone: string }) {
  const { day, madeAtMs, basis, grid, kw, course, contract } = nomination;
  const kwh = (kw.reduce((sum, each) => sum + each, 0) * grid.stepMin) / 60;
  const offKwh = course.boughtKwh - course.nominatedKwh;
  return (
    <Text size="sm">
      <strong>{day}</strong>: {formatNumber(kwh)} kWh, fixed on {formatInstant(madeAtMs, zone)} by{" "}
      {basis === "plan" ? "the plan" : "what the plant does by itself"} (
      <Anchor href={`/api/v1/nominations/${day}/nomination.csv`} size="sm">
        CSV
      </Anchor>
      ).{" "}
      {course.untilMs > grid.startMs && (
        <>
          Until {formatClock(course.untilMs, zone)} {formatNumber(Math.abs(offKwh))} kWh{" "}
          {offKwh > 0 ? "more" : "less"} than nominated were bought; beyond the tolerance of{" "}
          {formatNumber(contract.toleranceShare * 100)} % {formatNumber(course.shortKwh)} kWh above and{" "}
          {formatNumber(course.longKwh)} kWh below: {formatSmallEur(course.costEur)} (synthetic price).
        </>
      )}
    </Text>
  );
}
