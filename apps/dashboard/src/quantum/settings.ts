import type { ProblemKind } from "./problems.ts";

/** What the user chooses for a run. */
export interface RunSettings {
  readonly problem: ProblemKind;
  /** One qubit a variable. */
  readonly qubits: number;
  /** Pairs of cost and mixer, p. */
  readonly layers: number;
  readonly shots: number;
  /** Of the instance and of the samples. */
  readonly seed: number;
  /** What the angles minimise: the mean energy of all samples, or of the best share `alpha` of them. */
  readonly objective: "expectation" | "cvar";
  readonly alpha: number;
}

export const firstSettings: RunSettings = {
  problem: "max-cut",
  qubits: 12,
  layers: 2,
  shots: 1000,
  seed: 1,
  objective: "expectation",
  alpha: 0.25,
};

export const limits = {
  qubits: { min: 4, max: 20 },
  layers: { min: 1, max: 8 },
  shots: { min: 1, max: 100_000 },
  seed: { min: 0, max: 2 ** 31 - 1 },
} as const;

export type SettingsErrors = Partial<Record<keyof RunSettings, string>>;

/** What is wrong with the settings, by field, in sentences that say what to enter. */
export function settingsErrors(settings: RunSettings): SettingsErrors {
  const errors: SettingsErrors = {};
  for (const field of ["qubits", "layers", "shots", "seed"] as const) {
    const [value, { min, max }] = [settings[field], limits[field]];
    if (!Number.isInteger(value) || value < min || value > max)
      errors[field] = `A whole number from ${min} to ${max.toLocaleString()}`;
  }
  if (settings.problem === "max-cut" && settings.qubits % 2 === 1)
    errors.qubits ??= "A 3-regular graph has an even number of vertices";
  if (settings.objective === "cvar" && !(settings.alpha > 0 && settings.alpha <= 1))
    errors.alpha = "Above 0, at most 1";
  return errors;
}
