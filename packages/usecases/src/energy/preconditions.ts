import { minuteMs } from "@qtwin/core";
import type { Plan, Precondition } from "../contract.ts";
import type { EnergyFacts } from "./facts.ts";

/** What must hold whenever a command of the plan is written. */
export function preconditions(facts: EnergyFacts, _plan: Plan): readonly Precondition[] {
  const remote = (asset: string, title: string): Precondition => ({
    id: `${asset}-remote`,
    asset,
    sentence: `${title} is under remote control.`,
    pointId: `${asset}.mode`,
    check: { kind: "equals", value: "remote" },
  });
  const between = (
    asset: string,
    pointId: string,
    sentence: string,
    min: number,
    max: number,
  ): Precondition => ({
    id: `${pointId}-range`,
    asset,
    sentence,
    pointId,
    check: { kind: "between", min, max },
  });
  const { plant } = facts;
  const { comfort } = plant.hall;
  return [
    ...facts.furnaces.map(({ id, title }) => remote(id, title)),
    {
      ...remote("f1", "The melt shop"),
      id: "orders-remote",
      asset: "orders",
      pointId: `${facts.furnaces[0]!.id}.mode`,
    },
    remote("air", "Compressed air"),
    remote("hvac", "The hall"),
    remote("battery", "The battery"),
    remote("pv", "PV"),
    between(
      "air",
      "air.headerBar",
      `The header has at least ${plant.air.needBar - 0.1} bar.`,
      plant.air.needBar - 0.1,
      8.5,
    ),
    between("hvac", "hall.airC", "The hall is neither cold nor hot.", comfort.otherwiseMinC - 2, 35),
    {
      id: "meter-fresh",
      asset: "*",
      sentence: "The main meter is read.",
      pointId: "meter.importKw",
      check: { kind: "fresh", maxAgeMs: 2 * minuteMs },
    },
  ];
}
