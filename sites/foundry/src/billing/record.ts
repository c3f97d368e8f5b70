/** One clock quarter-hour of the main meter and the sub-meters, true energies. */
export interface QuarterRecord {
  /** UTC ms, start of the quarter. */
  readonly startMs: number;
  readonly importKwh: number;
  readonly exportKwh: number;
  /** Inductive. */
  readonly reactiveKvarh: number;
  readonly gasKwh: number;
  readonly meltKwh: number;
  readonly pourKwh: number;
  readonly airKwh: number;
  readonly hvacKwh: number;
  readonly coolingKwh: number;
  readonly extractionKwh: number;
  readonly baseKwh: number;
  readonly pvKwh: number;
  readonly chargeKwh: number;
  readonly dischargeKwh: number;
}

/** Seconds and degrees outside a limit, measured at 1 s. */
export interface Violations {
  /** Header below the needed pressure. */
  readonly pressureS: number;
  readonly lowestBar: number;
  /** Hall below its comfort band (or above it while heated). */
  readonly comfortS: number;
  readonly comfortKh: number;
  /** Import above the contracted power. */
  readonly connectionS: number;
  readonly highestImportKw: number;
  /** Quarter-hours above the demand controller's target at that time. */
  readonly targetQuarters: number;
}

/** What is stored in the plant at the end of a run. */
export interface EndState {
  readonly metalT: number;
  /** Energy already in the heats of both furnaces. */
  readonly heatsKwh: number;
  readonly batteryKwh: number;
  readonly hallC: number;
  readonly freeAirM3: number;
  /** Furnaces that need a cold start next time. */
  readonly coldFurnaces: number;
  readonly compressorStarts: number;
}

/** A run as billing and comparison need it; quarters in time order. */
export interface BlockRecord {
  readonly startMs: number;
  readonly endMs: number;
  readonly quarters: readonly QuarterRecord[];
  /** Tonnes tapped and tonnes poured per alloy. */
  readonly tappedT: Readonly<Record<string, number>>;
  readonly pouredT: Readonly<Record<string, number>>;
  readonly heats: number;
  readonly lateHeats: number;
  readonly refusedHeats: number;
  readonly corrections: number;
  readonly pourWaitMin: number;
  readonly dischargeKwh: number;
  readonly violations: Violations;
  readonly endState: EndState;
}
