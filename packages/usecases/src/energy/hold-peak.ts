/** A furnace in the running quarter-hour, all powers in kW. */
export interface TrackedFurnace {
  readonly id: string;
  /** A melting furnace takes what it is allowed; one that is being charged will within minutes. */
  readonly stage: "melting" | "charging" | "other";
  readonly powerKw: number;
  /** Its meter cannot be trusted: `powerKw` is what it may take. */
  readonly isEstimated: boolean;
  /** Limit of the plan for the present. */
  readonly plannedKw: number;
  /** What brings a heat that is behind back to its plan; 0 where none is. */
  readonly catchUpKw: number;
  /** Energy still to go into the metal. */
  readonly remainingKwh: number;
}

/** The running clock quarter-hour as the meters show it. */
export interface RunningQuarter {
  readonly leftH: number;
  readonly boughtKwh: number;
  readonly importKw: number;
  readonly furnaces: readonly TrackedFurnace[];
  /** Load beside the furnaces and the battery that is about to be there, whatever the meters still show. */
  readonly expectedKw: number;
  /** The plan draws up to its peak now: what it leaves below, heats take in advance. */
  readonly isFull: boolean;
  /** Discharging is positive; `mostKw` lasts until the end of the quarter-hour. */
  readonly battery: { readonly powerKw: number; readonly plannedKw: number; readonly mostKw: number };
}

export interface PeakLimits {
  /** Mean of the quarter-hour that is to be held. */
  readonly peakKw: number;
  /** Never exceeded, not even for a moment. */
  readonly mostKw: number;
  readonly ratedKw: number;
  /** No furnace with a heat is cut below this. */
  readonly leastKw: number;
}

export interface Held {
  /** Limits of the furnaces that melt or soon will. */
  readonly limitsKw: Readonly<Record<string, number>>;
  readonly batteryKw: number;
}

/** What decides which peak is held, all in kW. */
export interface PeakLevels {
  /** Highest quarter-hour of the billing period. */
  readonly soFarKw: number;
  /** Highest quarter-hour of the plan. */
  readonly plannedKw: number;
  /** Contract of the connection. */
  readonly contractKw: number;
  /** Of the plant's own demand controller: it sheds what is above. */
  readonly targetKw: number;
  /** The rest of the billing period will need this anyway. */
  readonly floorKw: number;
}

/**
 * The peak that is paid for anyway: so far, planned, or needed by the rest of the billing period; never above what may be drawn at all.
 */
export const heldPeakKw = ({ soFarKw, plannedKw, contractKw, targetKw, floorKw }: PeakLevels): number =>
  Math.min(contractKw, targetKw, Math.max(soFarKw, plannedKw, floorKw));

/** The same inside the windows of the grid operator, of which only the peaks there count. */
export const heldInWindowKw = (
  heldKw: number,
  { soFarKw, plannedKw }: Pick<PeakLevels, "soFarKw" | "plannedKw">,
): number => Math.min(heldKw, Math.max(soFarKw, plannedKw));

const quarterH = 0.25;

/**
 * Power for the rest of a quarter-hour so that its mean holds a peak, all other load staying as it is. The battery gives
 * before a heat is cut, and the heat nearest to tap is cut last.
 */
export function holdPeak(quarter: RunningQuarter, limits: PeakLimits): Held {
  const { furnaces, battery } = quarter;
  const held = furnaces
    .filter(({ stage }) => stage !== "other")
    .sort(
      (left, right) =>
        Number(left.stage === "charging") - Number(right.stage === "charging") ||
        left.remainingKwh - right.remainingKwh,
    );
  const wishKw = ({ plannedKw, catchUpKw }: TrackedFurnace): number =>
    Math.min(limits.ratedKw, Math.max(plannedKw, catchUpKw));
  const measuredKw = quarter.importKw + battery.powerKw - sumOf(held, ({ powerKw }) => powerKw);
  const otherKw = Math.max(measuredKw, quarter.expectedKw);
  const meanKw = (limits.peakKw * quarterH - quarter.boughtKwh) / quarter.leftH;
  const roomKw = Math.min(meanKw, limits.mostKw) - otherKw;
  const wantedKw = Math.max(battery.plannedKw, sumOf(held, wishKw) - roomKw);
  const batteryKw = Math.min(battery.mostKw, wantedKw);
  let leftKw = roomKw + batteryKw;
  const limitsKw: Record<string, number> = {};
  for (const furnace of held) {
    const limitKw = Math.max(limits.leastKw, Math.min(wishKw(furnace), leftKw));
    limitsKw[furnace.id] = limitKw;
    leftKw -= limitKw;
  }
  // The heat nearest to its tap last: once it is melted it takes no more, and room would be left.
  const takesMore = quarter.isFull ? held.filter(({ stage }) => stage === "melting").reverse() : [];
  for (const { id } of takesMore) {
    const moreKw = Math.max(0, Math.min(limits.ratedKw - limitsKw[id]!, leftKw));
    limitsKw[id] = limitsKw[id]! + moreKw;
    leftKw -= moreKw;
  }
  return { limitsKw, batteryKw };
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);
