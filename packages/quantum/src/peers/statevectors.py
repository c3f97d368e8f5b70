"""Statevectors of circuits by Qiskit (from OpenQASM 3) and by PennyLane (from the list of gates).

PennyLane's own reader of OpenQASM 3 knows no `include`, so its circuits are built gate by gate.
Input on stdin: a JSON list of {qubits, program, gates}. Output: a JSON list of {qiskit, pennylane}, each [re, im] by basis
index with qubit 0 as the lowest bit. Qiskit counts so itself; PennyLane's first wire is the highest bit, so it is given
its wires in reverse.
"""

import json
import sys

import numpy as np
import pennylane as qml
import qiskit.qasm3
from qiskit.quantum_info import Statevector

PENNYLANE = {
    # GlobalPhase(a) is e^(-ia) in PennyLane.
    "gphase": lambda a, wires: [qml.GlobalPhase(-a)],
    "id": lambda wires: [qml.Identity(wires)],
    "x": lambda wires: [qml.PauliX(wires)],
    "y": lambda wires: [qml.PauliY(wires)],
    "z": lambda wires: [qml.PauliZ(wires)],
    "h": lambda wires: [qml.Hadamard(wires)],
    "s": lambda wires: [qml.S(wires)],
    "sdg": lambda wires: [qml.adjoint(qml.S(wires))],
    "t": lambda wires: [qml.T(wires)],
    "tdg": lambda wires: [qml.adjoint(qml.T(wires))],
    "sx": lambda wires: [qml.SX(wires)],
    "sxdg": lambda wires: [qml.adjoint(qml.SX(wires))],
    "p": lambda a, wires: [qml.PhaseShift(a, wires)],
    "rx": lambda a, wires: [qml.RX(a, wires)],
    "ry": lambda a, wires: [qml.RY(a, wires)],
    "rz": lambda a, wires: [qml.RZ(a, wires)],
    # U3 of PennyLane is the cosine form: U of OpenQASM 3 without its e^(i theta/2).
    "u": lambda theta, phi, lam, wires: [qml.GlobalPhase(-theta / 2), qml.U3(theta, phi, lam, wires)],
    "swap": lambda wires: [qml.SWAP(wires)],
    "rxx": lambda a, wires: [qml.IsingXX(a, wires)],
    "ryy": lambda a, wires: [qml.IsingYY(a, wires)],
    "rzz": lambda a, wires: [qml.IsingZZ(a, wires)],
}


def parts(amplitudes):
    return [np.real(amplitudes).tolist(), np.imag(amplitudes).tolist()]


def by_qiskit(program):
    return np.asarray(Statevector(qiskit.qasm3.loads(program)))


def by_pennylane(gates, qubits):
    operations = []
    with qml.QueuingManager.stop_recording():
        for gate in gates:
            for operation in PENNYLANE[gate["gate"]](*gate["angles"], wires=gate["targets"]):
                operations.append(qml.ctrl(operation, gate["controls"]) if gate["controls"] else operation)
    tape = qml.tape.QuantumScript(operations, [qml.state()])
    device = qml.device("default.qubit", wires=list(reversed(range(qubits))))
    return np.asarray(qml.execute([tape], device)[0])


json.dump(
    [
        {
            "qiskit": parts(by_qiskit(case["program"])),
            "pennylane": parts(by_pennylane(case["gates"], case["qubits"])),
        }
        for case in json.load(sys.stdin)
    ],
    sys.stdout,
)
