import { pinball } from "@qtwin/forecast";

const levels = [0.1, 0.5, 0.9] as const;

/** How good the 80 % bands of one series were at one lead time. */
export interface CoverageRow {
  readonly series: string;
  readonly unit: string;
  /** For example `1-4 h`; `all`: whatever the lead time. */
  readonly lead: string;
  readonly count: number;
  readonly coveragePct: number;
  readonly belowPct: number;
  readonly abovePct: number;
  /** Sharpness, in the unit of the series. */
  readonly meanWidth: number;
  /** Continuous ranked probability score over the three levels, in the unit of the series; less is better. */
  readonly crps: number;
  /** Mean pinball loss of the two edges. */
  readonly edgePinball: number;
}

/** Median and 80 % band of one value. */
export interface BandedValue {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

export interface CoverageScores {
  readonly add: (series: string, unit: string, lead: string, band: BandedValue, actual: number) => void;
  /** In the order in which series and leads first came, the whole of a series last. */
  readonly rows: () => readonly CoverageRow[];
}

interface Sums {
  readonly series: string;
  readonly unit: string;
  readonly lead: string;
  count: number;
  below: number;
  above: number;
  width: number;
  readonly losses: [number, number, number];
}

export function createCoverageScores(): CoverageScores {
  const all = new Map<string, Map<string, Sums>>();
  const note = (sums: Sums, { low, mid, high }: BandedValue, actual: number): void => {
    sums.count += 1;
    if (actual < low) sums.below += 1;
    if (actual > high) sums.above += 1;
    sums.width += high - low;
    [low, mid, high].forEach((edge, i) => {
      sums.losses[i]! += pinball(actual, edge, levels[i]!);
    });
  };
  return {
    add: (series, unit, lead, band, actual) => {
      const known = all.get(series) ?? new Map<string, Sums>();
      all.set(series, known);
      for (const each of [lead, "all"]) {
        const sums = known.get(each) ?? emptySums(series, unit, each);
        known.set(each, sums);
        note(sums, band, actual);
      }
    },
    rows: () =>
      [...all.values()].flatMap((leads) =>
        [...leads.values()].sort((a, b) => leadOrder(a.lead) - leadOrder(b.lead)).map(rowOf),
      ),
  };
}

const emptySums = (series: string, unit: string, lead: string): Sums => ({
  series,
  unit,
  lead,
  count: 0,
  below: 0,
  above: 0,
  width: 0,
  losses: [0, 0, 0],
});

/** By the first hour; `all` last. */
const leadOrder = (lead: string): number => (lead === "all" ? Infinity : Number.parseFloat(lead));

function rowOf({ series, unit, lead, count, below, above, width, losses }: Sums): CoverageRow {
  const pct = (part: number): number => (100 * part) / count;
  const [low, mid, high] = losses;
  return {
    series,
    unit,
    lead,
    count,
    coveragePct: pct(count - below - above),
    belowPct: pct(below),
    abovePct: pct(above),
    meanWidth: width / count,
    crps: (2 * (low + mid + high)) / levels.length / count,
    edgePinball: (low + high) / 2 / count,
  };
}
