import { rowActivity } from "@qtwin/model";
import type { Landscape, Neighbourhood } from "../landscape.ts";
import { listOf } from "../lists.ts";
import { Picked, shuffled } from "./picked.ts";

/** Room up to which a row counts as tight, relative to max(1, |bound|). */
const tight = 1e-6;

/** What stands in rows that leave no room, those broken at a price first. */
export const conflict: Neighbourhood = {
  id: "conflict",
  title: "tight and broken rows",
  followsIncumbent: true,
  applies: ({ model }) => model.constraints.count > 0,
  select(landscape, size, random) {
    const { incidence, blocks } = landscape;
    const picked = new Picked(size);
    const { broken, full } = tightRows(landscape);
    for (const rows of [broken, full])
      for (const at of shuffled(rows.length, random)) {
        if (picked.isFull) return picked.list;
        const columns = listOf(incidence.members, rows[at]!);
        for (const entry of shuffled(columns.length, random)) picked.add(blocks.of[columns[entry]!]!);
      }
    return picked.list;
  },
};

function tightRows({ model, values }: Landscape): { broken: number[]; full: number[] } {
  const { lower, upper } = model.constraints;
  const [broken, full]: [number[], number[]] = [[], []];
  rowActivity(model, values).forEach((activity, row) => {
    const room = Math.min(activity - lower[row]!, upper[row]! - activity);
    const least = tight * Math.max(1, Math.abs(activity));
    if (room < -least) broken.push(row);
    else if (room <= least) full.push(row);
  });
  return { broken, full };
}
