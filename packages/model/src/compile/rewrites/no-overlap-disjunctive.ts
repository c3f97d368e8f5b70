import type { Model } from "../../model.ts";
import { Lowering } from "../lowering.ts";
import { leastGaps, setupsAddUp } from "../no-overlap-gaps.ts";
import { addPairs } from "../no-overlap-pairs.ts";
import { addSuccessors } from "../no-overlap-successors.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";

/**
 * No two activities at once  →  one of the two orders for each pair, chosen by a binary variable. With setup times
 * between direct neighbours that is exact only when a detour over a third activity never saves time; else each
 * activity gets one direct successor, chosen by a binary variable for each ordered pair.
 */
export default defineRewrite({
  id: "no-overlap-disjunctive",
  title: "No-overlap constraints become disjunctions with order variables",
  removes: ["no-overlap"],
  adds: ["linear-equality", "linear-inequality", "at-most-one-row"],
  without: ["soft-structures"],
  cost: 5,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const lowering = new Lowering(source);
  const notes: string[] = [];
  lowering.lower("no-overlap", (structure) => {
    const gaps = leastGaps(source, structure);
    const add = setupsAddUp(source, structure, gaps) ? addPairs : addSuccessors;
    notes.push(add(lowering, structure, gaps));
  });
  return lowering.step(notes);
}
