import type { Model } from "../../model.ts";
import type { Cumulative } from "../../structures.ts";
import { possibleActivities } from "../activities.ts";
import { addLoads } from "../cumulative-loads.ts";
import { Lowering } from "../lowering.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";

/**
 * A load is largest where an activity starts  →  for each activity the demands of those that started no later and have
 * not ended add up to at most the capacity. For n activities that may overlap: 3 binary variables and 6 rows a pair and
 * one row an activity; where starts are continuous one row more for each three activities.
 */
export default defineRewrite({
  id: "cumulative-disjunctive",
  title: "Cumulative constraints become loads at the starts of their activities",
  removes: ["cumulative"],
  adds: ["linear-inequality", "at-most-one-row"],
  without: ["soft-structures"],
  cost: 5,
  kind: "exact",
  apply,
});

function apply(source: Model): RewriteStep {
  const lowering = new Lowering(source);
  const notes: string[] = [];
  lowering.lower("cumulative", (structure) => {
    const loading = loadingActivities(source, structure);
    const total = loading.reduce((sum, activity) => sum + structure.demand[activity]!, 0);
    if (total <= structure.capacity) lowering.drop(structure.meaning, "All of its activities fit at once.");
    else notes.push(addLoads(lowering, structure, loading));
  });
  return lowering.step(notes);
}

/** Those that may happen, take time and need something. */
const loadingActivities = (model: Model, structure: Cumulative): readonly number[] =>
  possibleActivities(model, structure).filter(
    (activity) => structure.duration[activity]! > 0 && structure.demand[activity]! > 0,
  );
