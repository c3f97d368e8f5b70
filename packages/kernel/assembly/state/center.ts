/** Mean of all costs. Sums run without it: an offset would take the digits of what tells the costs apart. */
export let center: f64 = 0;

export function setCenter(center_: f64): void {
  center = center_;
}

export function meanCost(): f64 {
  return center;
}
