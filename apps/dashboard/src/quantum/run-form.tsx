import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
} from "@mantine/core";
import { type FormEvent, useId } from "react";
import { type ProblemKind, problemKinds } from "./problems.ts";
import { limits, type RunSettings, settingsErrors } from "./settings.ts";

const wholeFields = [
  { field: "qubits", label: "Variables n", description: "One qubit each" },
  { field: "layers", label: "Layers p", description: "Two angles each" },
  { field: "shots", label: "Shots", description: "And as many at random" },
  { field: "seed", label: "Seed", description: "Same seed, same run" },
] as const;

const problemOptions = Object.entries(problemKinds).map(([value, { title }]) => ({ value, label: title }));

/** What to run, with what is wrong beside the field that says it. */
export function RunForm(props: {
  readonly settings: RunSettings;
  readonly onChange: (settings: RunSettings) => void;
  readonly running: boolean;
  readonly stopping: boolean;
  readonly onRun: () => void;
  readonly onStop: () => void;
}) {
  const { settings, onChange, running, stopping, onRun, onStop } = props;
  const errors = settingsErrors(settings);
  const valid = Object.keys(errors).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (valid && !running) onRun();
  };
  return (
    <form onSubmit={submit} noValidate aria-label="What to run">
      <Stack gap="sm">
        <NativeSelect
          label="Problem"
          description={problemKinds[settings.problem].energy}
          data={problemOptions}
          value={settings.problem}
          onChange={(event) => onChange({ ...settings, problem: event.currentTarget.value as ProblemKind })}
        />
        <SimpleGrid cols={2} spacing="sm">
          {wholeFields.map(({ field, label, description }) => (
            <NumberInput
              key={field}
              label={label}
              description={description}
              {...limits[field]}
              clampBehavior="none"
              allowDecimal={false}
              value={settings[field]}
              error={errors[field]}
              onChange={(value) => onChange({ ...settings, [field]: Number(value) })}
            />
          ))}
        </SimpleGrid>
        <Objective settings={settings} onChange={onChange} error={errors.alpha} />
        <Group gap="sm">
          <Button type="submit" disabled={!valid || running}>
            Run
          </Button>
          <Button variant="default" disabled={!running || stopping} onClick={onStop}>
            {stopping ? "Stopping …" : "Stop"}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Objective(props: {
  readonly settings: RunSettings;
  readonly onChange: (settings: RunSettings) => void;
  readonly error: string | undefined;
}) {
  const { settings, onChange, error } = props;
  const labelId = useId();
  const isTail = settings.objective === "cvar";
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600} id={labelId}>
        Angles minimise
      </Text>
      <SegmentedControl
        aria-labelledby={labelId}
        value={settings.objective}
        data={[
          { value: "expectation", label: "Mean energy" },
          { value: "cvar", label: "CVaR" },
        ]}
        onChange={(value) => onChange({ ...settings, objective: value as RunSettings["objective"] })}
      />
      {isTail && (
        <NumberInput
          label="Alpha"
          description="Mean energy of the best share of samples: at 0.25, of the best quarter"
          min={0.01}
          max={1}
          step={0.05}
          decimalScale={3}
          clampBehavior="none"
          value={settings.alpha}
          error={error}
          onChange={(value) => onChange({ ...settings, alpha: Number(value) })}
        />
      )}
    </Stack>
  );
}
