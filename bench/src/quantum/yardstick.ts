import type { Precision } from "@qtwin/kernel";

type Code = readonly number[];

// WebAssembly by hand: two loops that no compiler may improve on. Opcodes are those of the core and relaxed SIMD specifications.
const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const load = (offset: number): Code => [0xfd, 0x00, 4, offset];
const store = (offset: number): Code => [0xfd, 0x0b, 4, offset];
const vectorCode = {
  f32: {
    lanes: 4,
    splat: [0xb6, 0xfd, 0x13],
    multiply: [0xfd, 0xe6, 0x01],
    add: [0xfd, 0xe4, 0x01],
    multiplyAdd: [0xfd, 0x85, 0x02],
    fromWhole: [0xfd, 0x11, 0xfd, 0xfa, 0x01],
    first: [0xfd, 0x1f, 0, 0xbb],
  },
  f64: {
    lanes: 2,
    splat: [0xfd, 0x14],
    multiply: [0xfd, 0xf2, 0x01],
    add: [0xfd, 0xf0, 0x01],
    multiplyAdd: [0xfd, 0x87, 0x02],
    fromWhole: [0xfd, 0x11, 0xfd, 0xfe, 0x01],
    first: [0xfd, 0x21, 0],
  },
} as const;

const leb128 = (value: number): Code =>
  value < 128 ? [value] : [(value & 127) | 128, ...leb128(value >>> 7)];
const sized = (bytes: Code): Code => [...leb128(bytes.length), ...bytes];
const text = (name: string): Code => sized([...new TextEncoder().encode(name)]);

/** pass(start, end, factor): 64 bytes a round, local 3 is the factor as a vector. */
function passBody({ splat, multiply }: (typeof vectorCode)[Precision]): Code {
  const scaled = [0, 16, 32, 48].flatMap((offset) => [
    ...[...get(0), ...get(0), ...load(offset), ...get(3)],
    ...[...multiply, ...store(offset)],
  ]);
  const untilEnd = [...get(0), 0x41, 0xc0, 0x00, 0x6a, 0x22, 0, ...get(1), 0x49, 0x0d, 0];
  return [1, 1, 0x7b, ...get(2), ...splat, ...set(3), 0x03, 0x40, ...scaled, ...untilEnd, 0x0b, 0x0b];
}

/** Enough chains to hide the latency of each, few enough for sixteen registers. */
const chains = 12;

/** multiplyAdds(rounds, unused, factor): a round is one multiply-add in each chain; locals 4 … are the chains. */
function peakBody({ splat, fromWhole, multiplyAdd, add, first }: (typeof vectorCode)[Precision]): Code {
  const locals = Array.from({ length: chains }, (_, chain) => 4 + chain);
  const starts = locals.flatMap((local) => [0x41, local, ...fromWhole, ...set(local)]);
  const round = locals.flatMap((local) => [
    ...get(local),
    ...get(3),
    ...get(3),
    ...multiplyAdd,
    ...set(local),
  ]);
  const untilNone = [...get(0), 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0];
  const sum = [...get(4), ...locals.slice(1).flatMap((local) => [...get(local), ...add])];
  return [
    ...[1, 1 + chains, 0x7b, ...get(2), ...splat, ...set(3), ...starts],
    ...[0x03, 0x40, ...round, ...untilNone, 0x0b, ...sum, ...first, 0x0b],
  ];
}

function moduleOf(precision: Precision): Uint8Array<ArrayBuffer> {
  const code = vectorCode[precision];
  const parameters = [0x60, 3, 0x7f, 0x7f, 0x7c];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, ...sized([2, ...parameters, 0, ...parameters, 1, 0x7c])],
    ...[2, ...sized([1, ...text("env"), ...text("memory"), 2, 0, 1])],
    ...[3, ...sized([2, 0, 1])],
    ...[7, ...sized([2, ...text("pass"), 0, 0, ...text("multiplyAdds"), 0, 1])],
    ...[10, ...sized([2, ...sized(passBody(code)), ...sized(peakBody(code))])],
  ]);
}

/** What a layer is held against, on one thread. */
export interface Yardstick {
  /** One in-place pass over re and im of the state: v128 load, multiply, store. */
  pass(): void;
  /** Multiply-adds of registers alone; answers how many numbers were multiplied and added. */
  multiplyAdds(rounds: number): number;
  /** The state's memory, zeros at first. */
  readonly memory: ArrayBuffer;
}

export async function openYardstick(qubits: number, precision: Precision): Promise<Yardstick> {
  const bytes = Math.max(64, 2 ** (qubits + 1) * (precision === "f32" ? 4 : 8));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const { instance } = await WebAssembly.instantiate(moduleOf(precision), { env: { memory } });
  const loops = instance.exports as Record<
    "pass" | "multiplyAdds",
    (from: number, to: number, factor: number) => number
  >;
  return {
    pass: () => void loops.pass(0, bytes, 1.5),
    multiplyAdds(rounds) {
      loops.multiplyAdds(rounds, 0, 0.5);
      return rounds * chains * vectorCode[precision].lanes;
    },
    memory: memory.buffer,
  };
}
