/** A point of the search line: how far along, the value there and its derivative along the line. */
export interface LinePoint {
  readonly at: number;
  readonly value: number;
  readonly slope: number;
}

/** Of the first slope: how much of the decrease it promises must be had, and how much of it may be left. */
const [sufficientDecrease, curvature] = [1e-4, 0.9];
const mostTrials = 20;

/** The minimum of the cubic through two points and their slopes, kept off both ends. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const width = b.at - a.at;
  const d1 = a.slope + b.slope - (3 * (b.value - a.value)) / width;
  const under = d1 * d1 - a.slope * b.slope;
  const d2 = Math.sign(width) * Math.sqrt(Math.max(0, under));
  const at = b.at - (width * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  const [low, high] = [Math.min(a.at, b.at), Math.max(a.at, b.at)];
  const margin = 0.1 * (high - low);
  return at > low + margin && at < high - margin ? at : (low + high) / 2;
}

/**
 * A step that satisfies the strong Wolfe conditions, or the lowest point met that decreases enough; undefined if none
 * does. `origin` must slope downwards; an interval that
 * promises less than `leastGain` is not searched. Source: Nocedal, Wright, Numerical Optimization (2006), algorithms 3.5 and 3.6.
 */
export function wolfeSearch<Point extends LinePoint>(
  origin: LinePoint,
  firstAt: number,
  leastGain: number,
  evaluate: (at: number) => Point,
): Point | undefined {
  const tooHigh = (p: LinePoint): boolean =>
    !(p.value <= origin.value + sufficientDecrease * p.at * origin.slope);
  const flat = (p: LinePoint): boolean => Math.abs(p.slope) <= -curvature * origin.slope;
  let low: LinePoint = origin;
  let lowPoint: Point | undefined;
  let high: LinePoint | undefined;
  let at = firstAt;
  for (let trial = 0; trial < mostTrials; trial += 1) {
    const point = evaluate(at);
    if (tooHigh(point) || point.value >= low.value) high = point;
    else {
      if (flat(point)) return point;
      // The minimum lies between this point and the one its slope points to.
      if (high === undefined ? point.slope >= 0 : point.slope * (high.at - low.at) >= 0) high = low;
      [low, lowPoint] = [point, point];
    }
    at = high === undefined ? 2 * at : cubicMinimum(low, high);
    if (high !== undefined && Math.abs(origin.slope * (high.at - low.at)) < leastGain) break;
  }
  return lowPoint;
}
