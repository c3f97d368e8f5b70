import type { Model } from "../model.ts";

/**
 * A bound of the source's objective over its box as one of the target's; undefined when the rewrite touched the
 * objective or widened the box below it. A changed sense turns the sign.
 */
export function carriedBound(source: Model, target: Model, bound: number): number | undefined {
  const sign = source.sense === target.sense ? 1 : -1;
  const { objective: before, variables: from } = source;
  const { objective: after, variables: to } = target;
  if (after.constant !== sign * before.constant) return undefined;
  if (!isProductsSame(before, after, sign)) return undefined;
  for (let column = 0; column < to.count; column++) {
    const isNew = column >= from.count;
    if (after.linear[column] !== (isNew ? 0 : sign * before.linear[column]!)) return undefined;
    if (isNew) continue;
    if (to.lower[column]! < from.lower[column]! || to.upper[column]! > from.upper[column]!) return undefined;
  }
  return from.count <= to.count ? sign * bound + 0 : undefined;
}

function isProductsSame(before: Model["objective"], after: Model["objective"], sign: 1 | -1): boolean {
  const [old, now] = [before.quadratic, after.quadratic];
  if (before.higher.value.length + after.higher.value.length > 0)
    return sign === 1 && before.higher === after.higher;
  if (old.value.length !== now.value.length) return false;
  for (let entry = 0; entry < old.value.length; entry++)
    if (
      old.left[entry] !== now.left[entry] ||
      old.right[entry] !== now.right[entry] ||
      now.value[entry] !== sign * old.value[entry]!
    )
      return false;
  return true;
}
