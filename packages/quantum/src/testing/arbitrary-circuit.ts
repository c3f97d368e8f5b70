import fc from "fast-check";
import { type Angle, addAngles, parameter } from "../circuit/angle.ts";
import type { Circuit, GateOperation, Operation } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { type GateName, gates } from "../circuit/gates.ts";

export interface CircuitShape {
  readonly maxQubits: number;
  readonly maxOperations: number;
  readonly minOperations?: number;
  /** With parameters `alpha` and `beta` in the angles. */
  readonly symbols?: boolean;
  /** With measurements, resets and barriers. */
  readonly measures?: boolean;
  readonly maxControls?: number;
}

const names = Object.keys(gates) as GateName[];

/** Angles of all sizes: multiples of pi, numbers with many digits, and very small and large ones. */
const anyNumber: fc.Arbitrary<number> = fc.oneof(
  fc
    .tuple(fc.integer({ min: -16, max: 16 }), fc.constantFrom(1, 2, 3, 4, 8))
    .map(([k, m]) => (k * Math.PI) / m),
  fc.double({ min: -7, max: 7, noNaN: true }),
  fc.double({ min: -1e-9, max: 1e-9, noNaN: true }),
);

function anyAngle(symbols: boolean): fc.Arbitrary<Angle> {
  if (!symbols) return anyNumber;
  const term = fc
    .tuple(fc.constantFrom("alpha", "beta"), anyNumber)
    .map(([name, coefficient]) => parameter(name, coefficient));
  return fc
    .tuple(anyNumber, fc.array(term, { maxLength: 2 }))
    .map(([constant, terms]) => terms.reduce(addAngles, constant));
}

function anyGate(qubits: number, shape: CircuitShape): fc.Arbitrary<GateOperation> {
  return fc.constantFrom(...names.filter((name) => gates[name].targets <= qubits)).chain((gate) => {
    const { targets, angles } = gates[gate];
    const maxControls = Math.min(shape.maxControls ?? 3, qubits - targets);
    return fc
      .record({
        order: fc.shuffledSubarray(
          Array.from({ length: qubits }, (_, qubit) => qubit),
          { minLength: targets, maxLength: targets + maxControls },
        ),
        angles: fc.array(anyAngle(shape.symbols === true), { minLength: angles, maxLength: angles }),
      })
      .map(({ order, angles: values }) => ({
        kind: "gate" as const,
        gate,
        angles: values,
        targets: order.slice(0, targets),
        controls: order.slice(targets),
      }));
  });
}

function anyOperation(qubits: number, shape: CircuitShape): fc.Arbitrary<Operation> {
  const gate = anyGate(qubits, shape);
  if (shape.measures !== true) return gate;
  const qubit = fc.nat({ max: qubits - 1 });
  return fc.oneof(
    { weight: 6, arbitrary: gate },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("measure" as const), qubit, bit: qubit }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("reset" as const), qubit }) },
    {
      weight: 1,
      arbitrary: fc
        .shuffledSubarray(
          Array.from({ length: qubits }, (_, each) => each),
          { minLength: 1 },
        )
        .map((each) => ({ kind: "barrier" as const, qubits: each })),
    },
  );
}

/** Circuits of every gate under up to three controls. */
export function anyCircuit(shape: CircuitShape): fc.Arbitrary<Circuit> {
  const { maxQubits, maxOperations, minOperations = 0 } = shape;
  return fc.integer({ min: 1, max: maxQubits }).chain((qubits) =>
    fc
      .array(anyOperation(qubits, shape), { minLength: minOperations, maxLength: maxOperations })
      .map((operations) => {
        const builder = new CircuitBuilder(qubits, shape.measures === true ? qubits : 0);
        for (const operation of operations) builder.add(operation);
        return builder.build();
      }),
  );
}
