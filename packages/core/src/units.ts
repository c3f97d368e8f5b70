import { QtwinError } from "./errors.ts";

interface Unit {
  readonly quantity: string;
  /** value in the base unit = value · factor + shift */
  readonly factor: number;
  readonly shift: number;
}

const unit = (quantity: string, factor = 1, shift = 0): Unit => ({ quantity, factor, shift });

/** Every unit a point or a model may name. UN/CEFACT common codes where one exists are in docs/reference. */
const units: Readonly<Record<string, Unit>> = {
  "1": unit("dimensionless"),
  "%": unit("dimensionless", 0.01),
  W: unit("power", 0.001),
  kW: unit("power"),
  MW: unit("power", 1000),
  kvar: unit("reactive power"),
  Wh: unit("energy", 0.001),
  kWh: unit("energy"),
  MWh: unit("energy", 1000),
  kvarh: unit("reactive energy"),
  "°C": unit("temperature"),
  K: unit("temperature difference"),
  kelvin: unit("temperature", 1, -273.15),
  "°F": unit("temperature", 5 / 9, -160 / 9),
  "bar(g)": unit("gauge pressure"),
  "kPa(g)": unit("gauge pressure", 0.01),
  "bar(a)": unit("absolute pressure"),
  "m³/min": unit("volume flow"),
  "m³/h": unit("volume flow", 1 / 60),
  kg: unit("mass", 0.001),
  t: unit("mass"),
  "t/h": unit("mass flow"),
  s: unit("time", 1 / 60),
  min: unit("time"),
  h: unit("time", 60),
  ms: unit("time", 1 / 60_000),
  EUR: unit("money"),
  "EUR/MWh": unit("energy price"),
  "EUR/kWh": unit("energy price", 1000),
  "W/m²": unit("irradiance"),
  t_CO2: unit("carbon"),
};

export const unitNames: readonly string[] = Object.keys(units);

export function isUnit(name: string): boolean {
  return Object.hasOwn(units, name);
}

function unitNamed(name: string): Unit {
  const found = Object.hasOwn(units, name) ? units[name] : undefined;
  if (found) return found;
  throw new QtwinError({
    kind: "invalid-input",
    code: "QT_CORE_UNKNOWN_UNIT",
    message: `'${name}' is not a unit Qtwin knows.`,
    fix: `Use one of: ${unitNames.join(", ")}.`,
  });
}

/**
 * Converts a value between units of one quantity.
 * @throws QT_CORE_UNKNOWN_UNIT, QT_CORE_UNIT_MISMATCH
 * @example convertUnit(6.5, "bar(g)", "kPa(g)") // 650
 */
export function convertUnit(value: number, from: string, to: string): number {
  if (from === to) return value;
  const source = unitNamed(from);
  const target = unitNamed(to);
  if (source.quantity !== target.quantity) {
    throw new QtwinError({
      kind: "invalid-input",
      code: "QT_CORE_UNIT_MISMATCH",
      message: `'${from}' is a ${source.quantity}, '${to}' a ${target.quantity}.`,
      fix: "Give both in units of the same quantity.",
    });
  }
  return (value * source.factor + source.shift - target.shift) / target.factor;
}
