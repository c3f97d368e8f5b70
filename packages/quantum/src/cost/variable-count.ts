import type { Cost } from "@qtwin/kernel";

/** How many binary variables the cost is over: linear weights, or the greatest variable of a term and those under it. */
export function variableCount(cost: Cost): number {
  if (cost.kind === "quadratic") return cost.linear.length;
  return cost.terms.reduce((count, { variables }) => Math.max(count, ...variables.map((i) => i + 1)), 0);
}
