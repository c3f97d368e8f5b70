import { Alert, Card, Grid, Loader, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { ErrorNotice } from "../components/error-notice.tsx";
import { CircuitSection } from "../quantum/circuit-section.tsx";
import { ComparisonTable } from "../quantum/comparison-table.tsx";
import { ConvergenceChart } from "../quantum/convergence-chart.tsx";
import { EnergyChart } from "../quantum/energy-chart.tsx";
import type { RunReport } from "../quantum/messages.ts";
import { ResultTiles } from "../quantum/result-tiles.tsx";
import { RunForm } from "../quantum/run-form.tsx";
import { firstSettings, type RunSettings } from "../quantum/settings.ts";
import { hasWasmSimd } from "../quantum/simd.ts";
import { type RunState, useRun } from "../quantum/use-run.ts";

export default function QuantumPage() {
  const [settings, setSettings] = useState(firstSettings);
  const { state, start, stop } = useRun();
  return (
    <Stack>
      <Title order={2} size="h3">
        Quantum
      </Title>
      <Text size="sm" maw="72ch">
        QAOA, a quantum algorithm for optimisation, on a small test problem, simulated in this browser.
        Nothing leaves the page and nothing touches the plant.
      </Text>
      {hasWasmSimd() ? (
        <Grid>
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Card withBorder padding="md">
              <RunForm
                settings={settings}
                onChange={setSettings}
                running={state.kind === "running"}
                stopping={state.kind === "running" && state.stopping}
                onRun={() => start(settings)}
                onStop={stop}
              />
            </Card>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8 }}>
            <Progress state={state} />
          </Grid.Col>
        </Grid>
      ) : (
        <NoSimd />
      )}
      {state.kind === "done" && <Results report={state.report} />}
    </Stack>
  );
}

function NoSimd() {
  return (
    <Alert color="red" role="alert" title="This browser cannot run the simulator">
      <Text size="sm">
        The simulator is made of WebAssembly with 128-bit vectors (SIMD). Chrome and Edge from 91, Firefox
        from 89 and Safari from 16.4 have it; an administrator may have switched it off.
      </Text>
    </Alert>
  );
}

function objectiveName({ objective, alpha }: RunSettings): string {
  return objective === "cvar" ? `CVaR ${alpha}` : "Mean energy";
}

/** The chart while the run lasts and after it; before, what to do. */
function Progress({ state }: { readonly state: RunState }) {
  if (state.kind === "failed") return <ErrorNotice error={state.error} />;
  if (state.kind === "idle")
    return (
      <Card withBorder h="100%" mih={160} padding="lg">
        <Text size="sm" c="dimmed" m="auto" ta="center" maw="48ch">
          Choose a problem and press Run. The certified optimum by enumeration comes first, then the angles,
          the samples and the circuit.
        </Text>
      </Card>
    );
  const running = state.kind === "running";
  const settings = running ? state.settings : state.report.settings;
  const certified = running ? state.certified : state.report.certified;
  return (
    <Card withBorder h="100%" padding="md">
      <Text size="sm" role="status" mb="xs">
        {running && <Loader size={14} mr={6} aria-hidden="true" style={{ verticalAlign: "-2px" }} />}
        {statusOf(state)}
      </Text>
      <ConvergenceChart
        trace={state.trace}
        optimum={certified?.energy ?? null}
        objective={objectiveName(settings)}
      />
    </Card>
  );
}

function statusOf(state: RunState): string {
  if (state.kind === "done") return state.report.quantum.stopped ? "Stopped: the best so far." : "Finished.";
  if (state.kind !== "running") return "";
  if (state.stopping) return "Stopping …";
  return state.certified === null ? "Enumerating …" : "Optimising the angles …";
}

function Results({ report }: { readonly report: RunReport }) {
  return (
    <Stack gap="lg">
      <ResultTiles report={report} />
      <Card withBorder padding="md">
        <EnergyChart report={report} />
      </Card>
      <ComparisonTable report={report} />
      <CircuitSection report={report} />
    </Stack>
  );
}
