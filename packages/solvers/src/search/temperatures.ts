import type { Qubo } from "@qtwin/model";

/** Temperatures between which annealing decides, in the objective's unit. */
export interface TemperatureRange {
  readonly hot: number;
  /** 0: all fields are alike, so that a line down to zero loses nothing. */
  readonly cold: number;
}

/** Share of the spread of a flip's energy at which a spin glass is still liquid; it freezes near 0.5. */
const hotShare = 0.6;
const coldShare = 0.05;
/** Fields that differ by more than this factor freeze at different temperatures. */
const alike = 4;

/** Root mean square of a flip's energy between random neighbours, variable by variable: sqrt(Σ J²) / 2; zeros left out. */
function spreadsOf({ count, linear, start, column, value }: Qubo): Float64Array {
  const squares = new Float64Array(count);
  for (let row = 0; row < count; row++)
    for (let entry = start[row]!; entry < start[row + 1]!; entry++) {
      const square = value[entry]! ** 2;
      squares[row]! += square;
      squares[column[entry]!]! += square;
    }
  return squares
    .map((square, variable) => Math.sqrt(square) / 2 || Math.abs(linear[variable]!))
    .filter((spread) => spread > 0);
}

const meanSquareRoot = (spreads: Float64Array): number =>
  spreads.length === 0
    ? 0
    : Math.sqrt(spreads.reduce((sum, spread) => sum + spread ** 2, 0) / spreads.length);

/** Root mean square, over all variables, of what a flip costs or gains between random neighbours. */
export const fieldSpread = (qubo: Qubo): number => meanSquareRoot(spreadsOf(qubo));

/**
 * From the spread of the local fields: a line from above the freezing point to zero; where variables differ much, a fall
 * that reaches down to the weak ones.
 * Source: the freezing temperature of mean-field spin glasses, Sherrington, Kirkpatrick, PRL 35, 1975.
 */
export function temperatureRange(qubo: Qubo): TemperatureRange {
  const spreads = spreadsOf(qubo).sort();
  const strong = meanSquareRoot(spreads);
  const weak = spreads[Math.floor(spreads.length / 10)] ?? 0;
  return { hot: hotShare * strong, cold: strong > alike * weak ? coldShare * weak : 0 };
}

/** The temperature after a share of the sweeps: a line, or a geometric fall where the range has a lower end. */
export function temperatureAt({ hot, cold }: TemperatureRange, share: number): number {
  return cold === 0 ? hot * (1 - share) : hot * (cold / hot) ** share;
}
