import type { JsonLine } from "./children.ts";

/** What the plant itself reports, over all its restarts: the witness of the campaign. */
export interface PlantWatch {
  readonly onLine: (line: JsonLine) => void;
  /** Each time a command took effect. */
  readonly effects: readonly { readonly id: string; readonly atMs: number }[];
  /** Write points under a command now. */
  readonly commanded: ReadonlySet<string>;
  readonly handBacks: () => number;
}

interface PlantEvent {
  readonly atMs: number;
  readonly kind: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

export function watchPlant(): PlantWatch {
  const effects: { id: string; atMs: number }[] = [];
  const commanded = new Set<string>();
  let handBacks = 0;
  return {
    effects,
    commanded,
    handBacks: () => handBacks,
    onLine: (line) => {
      const event = line.event as PlantEvent | undefined;
      if (!event) return;
      const { pointId, id, state } = event.details ?? {};
      if (event.kind === "command" && (state === "accepted" || state === "clamped")) {
        effects.push({ id: String(id), atMs: event.atMs });
        commanded.add(String(pointId));
      }
      if (event.kind === "handed-back") {
        handBacks += 1;
        commanded.delete(String(pointId));
      }
    },
  };
}
