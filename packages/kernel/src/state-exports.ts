/** What a compiled state offers; addresses and sizes in bytes, phases in turns (1 turn = 2π). */
export interface StateExports {
  setShape(qubits: number, tileQubits: number, pitch: number, middleQubits: number, groupPad: number): void;
  setAddresses(
    scratch: number,
    columnBuffer: number,
    costTile: number,
    arrays: number,
    arrayBytes: number,
  ): void;
  setCostForm(form: number, offset: number): void;
  setQuadratic(couplings: number, lowCost: number): void;
  fillLowCost(offset: number): void;
  setTable(
    indices: number,
    pitch: number,
    factors: number,
    values: number,
    minimum: number,
    step: number,
  ): void;
  setDiagonal(diagonal: number, pitch: number, minimum: number, step: number): void;
  storeCosts(tile: number): void;
  costs(tile: number): void;
  sumSubsets(): void;
  resetRange(): void;
  widenRange(): void;
  findRange(): void;
  lowestCost(): number;
  highestCost(): number;
  setUniform(): void;
  applyLayer(slot: number, turnsPerCost: number, scale: number, tangent: number): void;
  norm(): number;
  tileMass(tile: number): number;
  expectation(): number;
  histogram(target: number, bins: number, low: number, binsPerCost: number): void;
  weighAdjoint(): void;
  costOverlap(): number;
  mixerOverlap(): number;
}
