import type { Json } from "@qtwin/core";
import type { BalanceGroup, PointSpec, WritePoint } from "@qtwin/twin";
import type { ApprovalPolicy, AssetMode, SimulatedPlant } from "./schema.ts";

/** A checked site file with everything it points to. */
export interface Site {
  readonly id: string;
  readonly title: string;
  /** IANA name, for example `Europe/Berlin`. */
  readonly timeZone: string;
  /** Absolute path of the site file and of its folder. */
  readonly file: string;
  readonly dir: string;
  /** How to start the simulated plant; null for a real one. */
  readonly simulated: SimulatedPlant | null;
  readonly points: readonly PointSpec[];
  /** Counters that must add up. */
  readonly balances: readonly BalanceGroup[];
  readonly pointById: ReadonlyMap<string, PointSpec>;
  /** The points this site may write, with its limits; empty while writing is off. */
  readonly writePoints: readonly WritePoint[];
  readonly writePointById: ReadonlyMap<string, WritePoint>;
  readonly writingEnabled: boolean;
  /** Configuration by connector id, as the file gives it. Of a simulated plant: without addresses, see `connectorConfig`. */
  readonly connectors: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Contents of the plant's and the tariff's data files, as they are. */
  readonly plant: Json;
  readonly tariff: Json;
  /** What the supply contract says of nominated schedules, as the use case reads it; null: it asks for none. */
  readonly balancing: Json;
  readonly useCase: string;
  readonly horizonH: number;
  readonly stepMin: 15 | 30 | 60;
  readonly approval: ApprovalPolicy;
  /** How far the loop may go with an asset; `shadow` where the file does not name it. */
  readonly assetMode: (asset: string) => AssetMode;
}
