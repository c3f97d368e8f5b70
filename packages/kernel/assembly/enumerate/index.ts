// The exact minimum of a quadratic cost over all 2^n assignments, in f64. The low 12 bits are a tile: its 4,096 costs
// without the high bits are computed once; a tile then costs one addition and one minimum an assignment.

const TILE_QUBITS: i32 = 12;
/** Bits whose linear part stays in registers: 16 f64 in eight vectors. */
const HEAD_QUBITS: i32 = 4;

let qubits: i32 = 0;
let tileQubits: i32 = 0;
/** n × n f64, symmetric, h on the diagonal. */
let couplings: usize = 0;
let lowCost: usize = 0;
let head: usize = 0;
let blocks: usize = 0;
/** Least cost of each tile. */
let tileMinima: usize = 0;

export function setEnumeration(
  qubits_: i32, couplings_: usize, lowCost_: usize, head_: usize, blocks_: usize, tileMinima_: usize,
): void {
  qubits = qubits_;
  tileQubits = min(qubits_, TILE_QUBITS);
  couplings = couplings_;
  lowCost = lowCost_;
  head = head_;
  blocks = blocks_;
  tileMinima = tileMinima_;
}

// @ts-ignore: decorator
@inline
function coupling(i: i32, j: i32): f64 {
  return load<f64>(couplings + ((<usize>(i * qubits + j)) << 3));
}

export function fillLowCost(offset: f64): void {
  store<f64>(lowCost, offset);
  for (let bit = 0; bit < tileQubits; bit++)
    for (let x: u32 = 0; x < <u32>(1 << bit); x++) {
      let cost = load<f64>(lowCost + (<usize>x << 3)) + coupling(bit, bit);
      for (let rest = x; rest != 0; rest &= rest - 1) cost += coupling(ctz(rest), bit);
      store<f64>(lowCost + (<usize>(x | (1 << bit)) << 3), cost);
    }
}

function highCost(tile: u32): f64 {
  let cost: f64 = 0;
  for (let rest = tile; rest != 0; rest &= rest - 1) {
    const j = tileQubits + <i32>ctz(rest);
    cost += coupling(j, j);
    for (let below = rest & (rest - 1); below != 0; below &= below - 1) cost += coupling(j, tileQubits + <i32>ctz(below));
  }
  return cost;
}

function doubleSums(at: usize, bit: i32, step: f64): void {
  for (let x: usize = 0; x < 1 << bit; x++)
    store<f64>(at + ((x + (1 << bit)) << 3), load<f64>(at + (x << 3)) + step);
}

/** The linear part that the tile's number gives the low bits: 16 sums for the head, one for each block of 16. */
function setLinear(tile: u32): void {
  store<f64>(head, 0);
  store<f64>(blocks, highCost(tile));
  for (let i = 0; i < tileQubits; i++) {
    let field: f64 = 0;
    for (let rest = tile; rest != 0; rest &= rest - 1) field += coupling(i, tileQubits + <i32>ctz(rest));
    if (i < HEAD_QUBITS) doubleSums(head, i, field);
    else doubleSums(blocks, i - HEAD_QUBITS, field);
  }
}

function tileMinimum(): f64 {
  const h0 = v128.load(head, 0);
  const h1 = v128.load(head, 16);
  const h2 = v128.load(head, 32);
  const h3 = v128.load(head, 48);
  const h4 = v128.load(head, 64);
  const h5 = v128.load(head, 80);
  const h6 = v128.load(head, 96);
  const h7 = v128.load(head, 112);
  let best = f64x2.splat(Infinity);
  let cost = lowCost;
  let block = blocks;
  for (let end = lowCost + (8 << tileQubits); cost < end; cost += 128, block += 8) {
    const a = f64x2.pmin(v128.add<f64>(h0, v128.load(cost, 0)), v128.add<f64>(h1, v128.load(cost, 16)));
    const b = f64x2.pmin(v128.add<f64>(h2, v128.load(cost, 32)), v128.add<f64>(h3, v128.load(cost, 48)));
    const c = f64x2.pmin(v128.add<f64>(h4, v128.load(cost, 64)), v128.add<f64>(h5, v128.load(cost, 80)));
    const d = f64x2.pmin(v128.add<f64>(h6, v128.load(cost, 96)), v128.add<f64>(h7, v128.load(cost, 112)));
    const least = f64x2.pmin(f64x2.pmin(a, b), f64x2.pmin(c, d));
    best = f64x2.pmin(best, v128.add<f64>(least, v128.load64_splat(block)));
  }
  return min(f64x2.extract_lane(best, 0), f64x2.extract_lane(best, 1));
}

/** Least cost over all assignments; the least of each tile is kept for {@link countTies}. */
export function minimum(): f64 {
  let least = Infinity;
  for (let tile: u32 = 0; tile < <u32>(1 << (qubits - tileQubits)); tile++) {
    setLinear(tile);
    const own = tileMinimum();
    store<f64>(tileMinima + (<usize>tile << 3), own);
    least = min(least, own);
  }
  return least;
}

let first: f64 = -1;

/** How many assignments cost at most `limit`; the first of them is then {@link firstTie}. */
export function countTies(limit: f64): f64 {
  first = -1;
  let count: f64 = 0;
  for (let tile: u32 = 0; tile < <u32>(1 << (qubits - tileQubits)); tile++) {
    if (load<f64>(tileMinima + (<usize>tile << 3)) > limit) continue;
    setLinear(tile);
    for (let x: u32 = 0; x < <u32>(1 << tileQubits); x++) {
      const linear = load<f64>(head + (<usize>(x & 15) << 3)) + load<f64>(lowCost + (<usize>x << 3));
      if (linear + load<f64>(blocks + (<usize>(x >> HEAD_QUBITS) << 3)) > limit) continue;
      if (first < 0) first = <f64>tile * <f64>(1 << tileQubits) + <f64>x;
      count += 1;
    }
  }
  return count;
}

export function firstTie(): f64 {
  return first;
}
