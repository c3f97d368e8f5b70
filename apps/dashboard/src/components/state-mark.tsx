import { meaning } from "../theme.ts";

export type HealthState = "good" | "uncertain" | "bad";

const marks: Readonly<Record<HealthState, { readonly sign: string; readonly color: string }>> = {
  good: { sign: "●", color: "var(--mantine-color-dimmed)" },
  uncertain: { sign: "▲", color: meaning.warning },
  bad: { sign: "✕", color: meaning.alarm },
};

/** Health as a shape with its word for screen readers: grey is normal, colour is abnormal. */
export function StateMark({ state }: { state: HealthState }) {
  const { sign, color } = marks[state];
  return (
    <span style={{ color }} title={state}>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{state}</span>
    </span>
  );
}
