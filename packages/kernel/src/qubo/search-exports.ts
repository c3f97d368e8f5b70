/** What a compiled search offers; addresses in bytes, energies in whole units. */
export interface SearchExports {
  setProblem(
    count: number,
    padded: number,
    storage: number,
    couplings: number,
    starts: number,
    columns: number,
  ): void;
  setBlocks(minima: number, stale: number): void;
  setTabu(heads: number, following: number, ends: number): void;
  setNegativeLogs(at: number): void;
  setOscillators(positions: number, momenta: number, crossed: number): void;
  bifurcate(stiffness: number, strength: number, dt: number): number;
  setComponents(members: number, met: number): void;
  takeBetterParts(other: number): number;
  seedRandom(a: number, b: number, c: number, d: number): void;
  select(gains: number, signs: number, energy: number): void;
  currentEnergy(): number;
  setBest(at: number, energy: number): void;
  energyOfBest(): number;
  flip(variable: number): void;
  moveTo(target: number): void;
  sweep(temperature: number): number;
  beginTabu(): void;
  beginRelink(target: number): void;
  endBans(): void;
  tabu(steps: number, patience: number, base: number, span: number): number;
  relink(steps: number, keep: boolean): void;
}
