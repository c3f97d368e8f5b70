import type { Model } from "@qtwin/model";
import type { OptionTable } from "./build-shop.ts";
import type { Relation } from "./relations.ts";

/**
 * What a relation adds to the start of an operation, by option; −Infinity where it says nothing. Null: it depends on more
 * than the operation's own options.
 */
export function lagsOf(
  model: Model,
  table: OptionTable,
  operation: number,
  { base, column, value, when }: Relation,
): Float64Array | null {
  const { optionStart, choiceColumn } = table;
  const own = choiceColumn.subarray(optionStart[operation], optionStart[operation + 1]);
  const { lower, upper } = model.variables;
  const isOut = (each: number): boolean => upper[each] === 0;
  const isOwn = (each: number): boolean =>
    own.includes(each) || (own.length === 1 && own[0] !== -1 && isOut(each));
  if (!column.every((each) => isOwn(each) || isOut(each) || lower[each] === 1)) return null;
  if (when >= 0 && !isOwn(when) && !isOut(when) && lower[when] !== 1) return null;
  return Float64Array.from(own, (option) => {
    if (when >= 0 && when !== option && (isOwn(when) || isOut(when))) return -Infinity;
    return column.reduce((sum, each, at) => {
      const isTaken = each === option || (!own.includes(each) && lower[each] === 1);
      return isTaken ? sum + value[at]! : sum;
    }, base);
  });
}
