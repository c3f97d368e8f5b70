import type { StateExports } from "../state-exports.ts";

/** What a compiled subspace state offers; addresses and sizes in bytes, phases in turns (1 turn = 2π). */
export interface SubspaceExports
  extends Pick<
    StateExports,
    "expectation" | "findRange" | "highestCost" | "histogram" | "lowestCost" | "norm" | "tileMass"
  > {
  setGroups(sizes: number, groups: number, headGroups: number, tileGroups: number): void;
  setShape(rowOptions: number, rowBytes: number, rows: number, tiles: number, tilePitch: number): void;
  setArrays(arrays: number, arrayBytes: number): void;
  setWeights(weights: number, allOptions: number): void;
  setLowRooms(lowCost: number, lowPhases: number, lowPhaseDistance: number): void;
  setTileRooms(
    fields: number,
    headCosts: number,
    headPhases: number,
    headReals: number,
    rowCosts: number,
    rowPhases: number,
    chosen: number,
    costRow: number,
  ): void;
  setDiagonal(diagonal: number, pitch: number): void;
  setHeadRoom(room: number, bytes: number): void;
  setColumnBuffer(buffer: number, bytes: number): void;
  fillLowCost(offset: number): void;
  loadCosts(tile: number, target: number): void;
  setUniform(amplitude: number): void;
  setMixer(mixer: number, beta: number): void;
  sweepTiles(turnsPerCost: number): void;
  sweepTilesBack(turnsPerCost: number): void;
  sweepColumns(first: number, end: number, back: number): number;
  groverLayer(turnsPerCost: number, beta: number): void;
  groverLayerBack(turnsPerCost: number, beta: number): number;
  mixerOverlapOfTiles(): number;
  costOverlapOfTiles(): number;
  weighAdjoint(limit: number, shift: number, scale: number): void;
}
