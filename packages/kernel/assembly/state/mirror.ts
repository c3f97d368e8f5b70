// A cost without linear biases (as Ising fields) leaves ψ(x) = ψ(not x), and only the half whose last qubit is 0 is held.
// Its mixer joins x and not x: in the held form a' = a - w b, b' = b + w a with w = ± t by the parity of x, where a and b
// lie in the same array for an odd number m of held qubits, and one in re, the other in im, for an even one.
import { bufferRow, copyOut, mixIntoBuffer, ROW_BYTES } from "./column-mixer";
import { blockOffset, blocks, rowPitch, rowQubits } from "./columns";
import { columnBuffer, imaginaryPart, qubits, realPart } from "./memory";
import { real } from "./precision";
import { mirrorOverlapRow, mirrorRow } from "./rotations";

// @ts-ignore: decorator
@inline
function crossed(): bool {
  return (qubits & 1) == 0;
}

// @ts-ignore: decorator
@inline
function blockOf(pair: u32): u32 {
  return crossed() ? pair : pair % (blocks / 2);
}

/** First of the two blocks of pair `pair`; there are as many pairs as one array has blocks. */
export function blockAt(slot: i32, pair: u32): usize {
  const inReal = crossed() || pair < blocks / 2;
  return (inReal ? realPart(slot) : imaginaryPart(slot)) + blockOffset(blockOf(pair));
}

/** The block that holds not x for each x of {@link blockAt}. */
export function mirrorAt(slot: i32, pair: u32): usize {
  const inReal = !crossed() && pair < blocks / 2;
  return (inReal ? realPart(slot) : imaginaryPart(slot)) + blockOffset(blocks - 1 - blockOf(pair));
}

/** i^(1-m), which is ± 1 or ± i, without its i. */
// @ts-ignore: decorator
@inline
function sign(): real {
  const m = qubits & 3;
  return m == 0 || m == 3 ? -1 : 1;
}

// @ts-ignore: decorator
@inline
function rowSign(pair: u32, row: u32): real {
  return ((popcnt(blockOf(pair)) + popcnt(row)) & 1) == 0 ? sign() : -sign();
}

/** Rotates the rows of two mirrored blocks and then the pairs x, not x between them. */
export function mixPair(pair: u32, tangent: real): void {
  const t = v128.splat<real>(tangent);
  const a = blockAt(0, pair);
  const b = mirrorAt(0, pair);
  const rows: usize = 1 << rowQubits;
  const second = columnBuffer + bufferRow(rows) + ROW_BYTES;
  mixIntoBuffer(columnBuffer, a, rowPitch, rowQubits, t);
  mixIntoBuffer(second, b, rowPitch, rowQubits, t);
  for (let row: usize = 0; row < rows; row++) {
    const up = columnBuffer + bufferRow(row);
    const down = second + bufferRow(rows - 1 - row);
    mirrorRow(up, down, up, down, tangent * rowSign(pair, <u32>row));
  }
  // One block after the other, the last gathered first: the rows of both lie in more pages than the TLB holds.
  copyOut(second, b, rowPitch, rowQubits);
  copyOut(columnBuffer, a, rowPitch, rowQubits);
}

/** The pairs x, not x between two mirrored blocks alone. */
export function mixMirror(slot: i32, pair: u32, tangent: real): void {
  const a = blockAt(slot, pair);
  const b = mirrorAt(slot, pair);
  const rows: usize = 1 << rowQubits;
  for (let row: usize = 0; row < rows; row++) {
    const up = a + row * rowPitch;
    const down = b + (rows - 1 - row) * rowPitch;
    mirrorRow(up, down, up, down, tangent * rowSign(pair, <u32>row));
  }
}

/** The mirrored qubit's share of Im ⟨λ|ΣX|ψ⟩ in one pair of blocks. */
export function overlapPair(pair: u32, toAdjoint: usize): f64 {
  const a = blockAt(0, pair);
  const b = mirrorAt(0, pair);
  const rows: usize = 1 << rowQubits;
  let sum: f64 = 0;
  for (let row: usize = 0; row < rows; row++) {
    const own = mirrorOverlapRow(a + row * rowPitch, b + (rows - 1 - row) * rowPitch, toAdjoint);
    sum += own * <f64>rowSign(pair, <u32>row);
  }
  return sum;
}
