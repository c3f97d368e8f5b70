/** Prices of one delivery day, as published or as forecast. */
export interface PriceDay {
  /** Local date, for example `2023-05-09`. */
  readonly deliveryDay: string;
  /** `ENTSO-E day-ahead`, `file` or `synthetic` (also past the end of the data). */
  readonly source: string;
  /** When the market knew it; for a forecast: when it was made. */
  readonly publishedAtMs: number;
  readonly startMs: number;
  readonly stepMin: 60 | 15;
  /** 23, 24 or 25 hours. */
  readonly eurMwh: readonly number[];
}

export interface PriceForecast extends PriceDay {
  /** How it was made, for example `published day-ahead forecast`. */
  readonly method: string;
}

/** A series from one instant on equal steps. */
export interface TimeSeries {
  readonly startMs: number;
  readonly stepMin: number;
  readonly values: readonly number[];
}

/** What surrounds the plant: prices and when they are known, sun, weather, and the noise of uncontrolled load. */
export interface Market {
  readonly zone: string;
  /** `ENTSO-E day-ahead`, `file` or `synthetic`. */
  readonly priceSource: string;
  readonly pvSource: string;
  readonly baseLoadSource: string;
  /** Always synthetic: no data set here has it. */
  readonly outdoorSource: "synthetic";
  readonly timeZone: string;
  /** The true price at an instant, known or not: for billing only. */
  priceEurMwh(atMs: number): number;
  /** Days published at an instant that are not over then, oldest first. */
  known(atMs: number): readonly PriceDay[];
  /** The published price forecast for the first day not yet published. */
  forecast(atMs: number): PriceForecast;
  /** Forecast of PV power in kW without curtailment, from the quarter of `atMs`. */
  pvForecastKw(atMs: number, hours: number): TimeSeries;
  /** True PV power in kW without curtailment. */
  pvKw(atMs: number): number;
  outdoorForecastC(atMs: number, hours: number): TimeSeries;
  outdoorC(atMs: number): number;
  /** Factor around 1 on the base load in a quarter-hour. */
  baseLoadFactor(atMs: number): number;
  /** Reactive per active power of the base load. */
  baseLoadTanPhi(atMs: number): number;
}
