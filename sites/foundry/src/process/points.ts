import { readFileSync } from "node:fs";

/** What the plant's own process needs of a point of `points.json`. */
export interface PlantPoint {
  readonly id: string;
  readonly asset: string;
  readonly title: string;
  readonly type: "number" | "boolean" | "text" | "json";
  readonly unit: string;
  readonly range?: { readonly min: number; readonly max: number };
  readonly source:
    | { readonly connector: "opcua"; readonly nodeId: string }
    | { readonly connector: "mqtt"; readonly topic: string; readonly path: string };
}

export interface PlantWritePoint {
  readonly id: string;
  readonly asset: string;
  readonly title: string;
}

export interface PlantPoints {
  readonly points: readonly PlantPoint[];
  readonly writePoints: readonly PlantWritePoint[];
}

/** The site's point catalogue. */
export const readPlantPoints = (): PlantPoints =>
  JSON.parse(readFileSync(new URL("../../points.json", import.meta.url), "utf8")) as PlantPoints;
