import { Button, Card, Checkbox, Group, Loader, SimpleGrid, Slider, Stack, Text, Title } from "@mantine/core";
import type { ProposalDetail, WhatIfAnswerView, WhatIfChangeInput, WhatIfOptionsView } from "@qtwin/api";
import { gridEndMs, minuteMs } from "@qtwin/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, keys } from "../client.ts";
import { ErrorNotice } from "../components/error-notice.tsx";
import { FigureTile } from "../components/figure-tile.tsx";
import { Gantt, type GanttLane } from "../components/gantt.tsx";
import { PlanCharts } from "../components/plan-charts.tsx";
import { formatClock, formatEur, formatPct, formatQuantity } from "../format.ts";
import { useSite } from "../site-context.ts";
import { meaning } from "../theme.ts";

type Proposal = ProposalDetail["proposal"];
type Plan = Proposal["plan"];
type Pins = Readonly<Record<string, { readonly laneId: string; readonly startMs: number }>>;

/** What somebody has changed so far. */
interface Draft {
  readonly values: Readonly<Record<string, number>>;
  readonly pins: Pins;
  /** Lanes that are out from now to the end of the plan. */
  readonly out: readonly string[];
}

const unchanged: Draft = { values: {}, pins: {}, out: [] };

/** Plan again on changed facts, to look at: sliders, a lane that is out, heats put elsewhere. */
export function WhatIf({ proposal }: { proposal: Proposal }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Card withBorder component="section" aria-label="What if">
      <Group justify="space-between">
        <Title order={3} size="h5">
          What if
        </Title>
        {!isOpen && (
          <Button variant="default" size="xs" onClick={() => setOpen(true)}>
            Try something
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        Plans again on the facts of this proposal with your changes. It is shown here only: nothing is stored,
        approved or written.
      </Text>
      {isOpen && <Trial proposal={proposal} />}
    </Card>
  );
}

function Trial({ proposal }: { proposal: Proposal }) {
  const options = useQuery({
    queryKey: keys.whatIf(proposal.id),
    queryFn: () => api.whatIfOptions({ params: { id: proposal.id } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (options.isError) return <ErrorNotice error={options.error} />;
  if (options.isPending) return <Loader aria-label="Loading" />;
  return <Workbench proposal={proposal} options={options.data} />;
}

function Workbench({ proposal, options }: { proposal: Proposal; options: WhatIfOptionsView }) {
  const { zone, nowMs } = useSite();
  const [draft, setDraft] = useState(unchanged);
  const planned = useMutation({
    mutationFn: async (tried: Draft) => ({
      tried,
      answer: await api.whatIf({
        params: { id: proposal.id },
        body: changeOf(tried, proposal.plan, nowMs),
      }),
    }),
  });
  const pin = (barId: string, laneId: string, startMs: number): void =>
    setDraft((before) => ({ ...before, pins: { ...before.pins, [barId]: { laneId, startMs } } }));
  const { grid, lanes } = proposal.plan;
  return (
    <Stack mt="sm">
      <Gantt
        title="Heats of this proposal: drag one to try another start"
        lanes={lanesWith(lanes, draft.pins).filter(({ id }) => options.movable.lanes.includes(id))}
        startMs={grid.startMs}
        endMs={gridEndMs(grid)}
        nowMs={nowMs}
        zone={zone}
        moves={{
          bars: new Set(options.movable.bars),
          lanes: new Set(options.movable.lanes),
          stepMs: grid.stepMin * minuteMs,
          move: pin,
        }}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {options.values.map((value) => (
          <ValueSlider
            key={value.id}
            value={value}
            chosen={draft.values[value.id] ?? value.value}
            choose={(number) =>
              setDraft((before) => ({ ...before, values: { ...before.values, [value.id]: number } }))
            }
          />
        ))}
      </SimpleGrid>
      <Checkbox.Group
        label="Out from now on"
        value={[...draft.out]}
        onChange={(out) => setDraft((before) => ({ ...before, out }))}
      >
        <Group mt={4}>
          {lanes
            .filter(({ id }) => options.movable.lanes.includes(id))
            .map(({ id, title }) => (
              <Checkbox key={id} value={id} label={title} />
            ))}
        </Group>
      </Checkbox.Group>
      <Group>
        <Button loading={planned.isPending} onClick={() => planned.mutate(draft)}>
          Plan again
        </Button>
        <Button
          variant="default"
          onClick={() => {
            setDraft(unchanged);
            planned.reset();
          }}
        >
          Take all back
        </Button>
        {planned.isPending && <Text size="sm">This takes up to a quarter of a minute.</Text>}
      </Group>
      {planned.isError && <ErrorNotice error={planned.error} />}
      {planned.data && <Outcome proposal={proposal} {...planned.data} />}
    </Stack>
  );
}

function ValueSlider(props: {
  value: WhatIfOptionsView["values"][number];
  chosen: number;
  choose: (value: number) => void;
}) {
  const { value, chosen, choose } = props;
  return (
    <div>
      <Text size="sm" id={`what-if-${value.id}`}>
        {value.title}: {formatQuantity(chosen, value.unit)}
        {chosen === value.value ? "" : ` instead of ${formatQuantity(value.value, value.unit)}`}
      </Text>
      <Slider
        aria-labelledby={`what-if-${value.id}`}
        thumbLabel={value.title}
        min={value.min}
        max={value.max}
        step={value.step}
        value={chosen}
        onChange={choose}
        label={null}
      />
    </div>
  );
}

/** What the plan would become, against this proposal and against what the plant would do by itself then. */
function Outcome(props: { proposal: Proposal; answer: WhatIfAnswerView; tried: Draft }) {
  const { zone, nowMs } = useSite();
  const { proposal, answer, tried } = props;
  const { plan, baseline, solve, constraintReport } = answer;
  const elsewhere = notKept(plan.lanes, tried.pins);
  const moreEur = plan.cost.totalEur - proposal.plan.cost.totalEur;
  const broken = constraintReport.filter(({ state }) => state === "violated");
  return (
    <Stack data-testid="what-if-outcome">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <FigureTile
          title="Cost"
          figure={formatEur(plan.cost.totalEur)}
          note={`${formatEur(Math.abs(moreEur))} ${moreEur > 0 ? "more" : "less"} than this proposal.`}
        />
        <FigureTile
          title="Saving then"
          figure={formatEur(baseline.cost.totalEur - plan.cost.totalEur)}
          note="Against what the plant would do by itself under the same change."
        />
        <FigureTile
          title="Proven gap"
          figure={solve.gap === null ? "–" : formatPct(solve.gap * 100)}
          note={`${solve.status} by ${solve.solver} in ${solve.seconds.toFixed(1)} s.`}
        />
      </SimpleGrid>
      {broken.map(({ rule, sentence }) => (
        <Text key={rule} size="sm" c={meaning.alarm}>
          Not kept: {sentence}
        </Text>
      ))}
      {elsewhere.map(({ id, title, startMs }) => (
        <Text key={id} size="sm" c={meaning.warning}>
          {title} could not start where you put it; it starts at {formatClock(startMs, zone)}.
        </Text>
      ))}
      <PlanCharts plan={plan} baseline={proposal.plan} before="this proposal" nowMs={nowMs} zone={zone} />
    </Stack>
  );
}

/** Bars that the new plan has elsewhere than they were put: keeping them there would break a rule or cost too much. */
const notKept = (lanes: Plan["lanes"], pins: Pins) =>
  lanes.flatMap((lane) =>
    lane.bars.filter(({ id, startMs }) => {
      const pin = pins[id];
      return pin !== undefined && (pin.laneId !== lane.id || pin.startMs !== startMs);
    }),
  );

/** Bars where they were put; each keeps its length. */
function lanesWith(lanes: Plan["lanes"], pins: Pins): readonly GanttLane[] {
  const moved = lanes
    .flatMap((lane) => lane.bars.map((bar) => ({ bar, laneId: lane.id })))
    .map(({ bar, laneId }) => {
      const pin = pins[bar.id];
      if (!pin) return { bar, laneId };
      const endMs = pin.startMs + bar.endMs - bar.startMs;
      return { laneId: pin.laneId, bar: { ...bar, startMs: pin.startMs, endMs } };
    });
  return lanes.map((lane) => ({
    ...lane,
    bars: moved.filter(({ laneId }) => laneId === lane.id).map(({ bar }) => bar),
    ghosts: lane.bars.filter(({ id }) => pins[id]),
  }));
}

function changeOf({ values, pins, out }: Draft, { grid }: Plan, nowMs: number): WhatIfChangeInput {
  const endMs = gridEndMs(grid);
  const startMs = Math.min(Math.max(nowMs, grid.startMs), endMs - 1);
  return {
    values,
    pins: Object.entries(pins).map(([barId, pin]) => ({ barId, ...pin })),
    outages: out.map((laneId) => ({ laneId, startMs, endMs })),
  };
}
