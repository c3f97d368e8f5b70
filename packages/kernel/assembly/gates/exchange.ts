import { at, next } from "./walk";

/** Exchanges qubits `low` < `high` of one array; `odd`: only where qubit 0, a control, is 1. */
export function exchange(array: usize, size: u32, low: u32, high: u32, controls: u32, odd: bool): void {
  const lowBit: u32 = (1 << low) & ~1;
  const highBit: u32 = 1 << high;
  const fixed = controls | lowBit | highBit;
  for (let free: u32 = 0; free < size; free = next(free, fixed)) {
    const i = at(array, free | controls | lowBit);
    const j = at(array, free | controls | highBit);
    const a = v128.load(i);
    const b = v128.load(j);
    if (low == 0) {
      v128.store(i, v128.shuffle<f64>(a, b, 0, 2));
      v128.store(j, v128.shuffle<f64>(a, b, 1, 3));
    } else {
      v128.store(i, odd ? v128.shuffle<f64>(a, b, 0, 3) : b);
      v128.store(j, odd ? v128.shuffle<f64>(b, a, 0, 3) : a);
    }
  }
}
