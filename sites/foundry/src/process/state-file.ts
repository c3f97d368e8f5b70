import { join } from "node:path";
import { type Json, QtwinError } from "@qtwin/core";
import type { ControllerId, FoundryOptions } from "../plant-model.ts";
import { readJsonFile, writeFileAtomic } from "./files.ts";

/** What a plant is, for its whole life. */
export interface PlantIdentity {
  readonly startMs: number;
  readonly zone: string;
  readonly controller: ControllerId;
  readonly seed: number;
  /** Largest deviation of the plant from its description; 0: none. */
  readonly mismatch: number;
}

export interface SavedState {
  readonly identity: PlantIdentity;
  readonly nowMs: number;
  readonly foundry: Json;
}

/** The mismatch as an option of `createFoundry`. */
export const mismatchOf = ({ mismatch }: PlantIdentity): Pick<FoundryOptions, "mismatch"> =>
  mismatch > 0 ? { mismatch: { share: mismatch } } : {};

const stateFile = (plantDir: string): string => join(plantDir, "state.json");

export const saveState = (plantDir: string, state: SavedState): void =>
  writeFileAtomic(stateFile(plantDir), JSON.stringify(state));

/**
 * The state to go on from; null in a new folder.
 * @throws QT_FOUNDRY_OTHER_PLANT when the folder belongs to a plant with other settings
 */
export function loadState(plantDir: string, identity: PlantIdentity): SavedState | null {
  const saved = readJsonFile(stateFile(plantDir)) as SavedState | null;
  if (saved === null) return null;
  // A file from before there was a mismatch is of a plant as described.
  const known: PlantIdentity = { ...saved.identity, mismatch: saved.identity.mismatch ?? 0 };
  const differing = (Object.keys(identity) as (keyof PlantIdentity)[]).filter(
    (key) => known[key] !== identity[key],
  );
  if (differing.length === 0) return saved;
  throw new QtwinError({
    kind: "conflict",
    code: "QT_FOUNDRY_OTHER_PLANT",
    message: `The plant in ${plantDir} was started with another ${differing.join(", ")}.`,
    fix: "Start it with the same settings, or give another --dir to begin a new plant.",
    where: differing.map((key) => `--${key === "startMs" ? "start" : key}`).join(" "),
  });
}
