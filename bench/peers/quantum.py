"""Times QAOA layers of one problem with one library, in a process of its own.

Usage: quantum.py ENGINE < problem; the problem is JSON (see PeerProblem in bench/src/quantum/peers.ts).
Prints one JSON line {variant, layerMs, energy} for each variant as soon as it is measured, or {variant, note} when it cannot be.

A layer is exp(-i beta sum X) exp(-i gamma C), C(x) = offset + sum linear x + sum weight x x over bits x, from the uniform state;
layerMs is (time of k layers - time of one) / (k - 1), best of several (layers of seconds: one against none), so that what
is done once per run drops out. Whatever depends on the angles but not on the state (circuits, diagonals of phases) is made
before the clock starts, in favour of these libraries.
"""

import atexit
import json
import math
import shutil
import subprocess
import sys
import time
import types
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import numpy as np


def diagonal(problem):
    """C(x) for all x, by doubling: bit i of x is variable i."""
    weights = {(i, j): w for i, j, w in problem["couplings"]}
    cost = np.array([problem["offset"]])
    for i, linear in enumerate(problem["linear"]):
        step = np.array([linear])
        for j in range(i):
            step = np.concatenate((step, step + weights.get((j, i), 0.0)))
        cost = np.concatenate((cost, cost + step))
    return cost


def spins(problem):
    """The same cost over s = 1 - 2x without its constant: fields [(i, h)], pairs [(i, j, J)]; zeros left out."""
    fields = [-linear / 2 for linear in problem["linear"]]
    pairs = []
    for i, j, weight in problem["couplings"]:
        fields[i] -= weight / 4
        fields[j] -= weight / 4
        pairs.append((i, j, weight / 4))
    return [(i, field) for i, field in enumerate(fields) if abs(field) > 1e-12], pairs


def pieces(problem, count):
    """The cost as diagonals (qubits, costs) of few qubits each: one for every two of `count` blocks of qubits."""
    n = problem["qubits"]
    blocks = [range(n * b // count, n * (b + 1) // count) for b in range(count)]
    left = {**{(i,): w for i, w in enumerate(problem["linear"])}, **{(i, j): w for i, j, w in problem["couplings"]}}
    offset = problem["offset"]
    for a in range(count):
        for b in range(a + 1, count):
            qubits = [*blocks[a], *blocks[b]]
            place = {qubit: at for at, qubit in enumerate(qubits)}
            mine = {key: left.pop(key) for key in list(left) if all(q in place for q in key)}
            linear = [mine.get((qubit,), 0.0) for qubit in qubits]
            couplings = [(place[key[0]], place[key[1]], w) for key, w in mine.items() if len(key) == 2]
            yield qubits, diagonal({"offset": offset, "linear": linear, "couplings": couplings})
            offset = 0.0


class Aer:
    # One diagonal over all qubits was slower than these, and handing its 2^n numbers over takes a minute at n = 24.
    variants = ["rzz", "diagonals of 2/3", "diagonals of 2/3, no fusion", "diagonals of 1/2"]

    def __init__(self, problem, variant):
        from qiskit_aer import AerSimulator

        self.problem, self.variant = problem, variant
        self.backend = AerSimulator(
            method="statevector",
            device="CPU",
            precision="single" if problem["precision"] == "f32" else "double",
            max_parallel_threads=problem["threads"],
            fusion_enable=not variant.endswith("no fusion"),
        )

    def circuit(self, layers):
        from qiskit import QuantumCircuit
        from qiskit.circuit.library import DiagonalGate

        n = self.problem["qubits"]
        fields, pairs = spins(self.problem)
        circuit = QuantumCircuit(n)
        circuit.h(range(n))
        for gamma, beta in layers:
            if self.variant.startswith("diagonal"):
                count = 3 if "2/3" in self.variant else 4
                for qubits, costs in pieces(self.problem, count):
                    circuit.append(DiagonalGate(np.exp(-1j * gamma * costs)), qubits)
            else:
                for i, field in fields:
                    circuit.rz(2 * gamma * field, i)
                for i, j, weight in pairs:
                    circuit.rzz(2 * gamma * weight, i, j)
            for q in range(n):
                circuit.rx(2 * beta, q)
        return circuit

    def prepare(self, layers):
        circuit = self.circuit(layers)
        circuit.save_amplitudes([0])

        def run():
            result = self.backend.run(circuit).result()
            if not result.success:
                raise RuntimeError(result.status)
            # Its own count, which leaves out the translation of the circuit.
            return result.results[0].time_taken

        return run

    def state(self, layers):
        circuit = self.circuit(layers)
        circuit.save_statevector()
        return self.backend.run(circuit).result().get_statevector().data


class Lightning:
    variants = ["IsingZZ", "MultiRZ", "IsingZZ, mixer as matrices"]

    def __init__(self, problem, variant):
        self.problem, self.variant = problem, variant

    def fresh(self):
        from pennylane_lightning.lightning_qubit._state_vector import LightningStateVector

        single = self.problem["precision"] == "f32"
        n = self.problem["qubits"]
        vector = LightningStateVector(n, np.complex64 if single else np.complex128)
        for wire in range(n):
            vector.state_vector.Hadamard([wire], False, [])
        return vector

    def apply(self, vector, layers):
        state, n = vector.state_vector, self.problem["qubits"]
        fields, pairs = spins(self.problem)
        zz = state.MultiRZ if self.variant == "MultiRZ" else state.IsingZZ
        for gamma, beta in layers:
            for i, field in fields:
                state.RZ([n - 1 - i], False, [2 * gamma * field])
            for i, j, weight in pairs:
                zz([n - 1 - i, n - 1 - j], False, [2 * gamma * weight])
            if self.variant.endswith("matrices"):
                c, s = math.cos(beta), -1j * math.sin(beta)
                matrix = np.array([[c, s], [s, c]], dtype=vector.dtype)
                for wire in range(n):
                    state.applyMatrix(matrix, [wire], False)
            else:
                for wire in range(n):
                    state.RX([wire], False, [2 * beta])

    def prepare(self, layers):
        vector = self.fresh()
        return timed(lambda: self.apply(vector, layers))

    def state(self, layers):
        vector = self.fresh()
        self.apply(vector, layers)
        return vector.state


class Qulacs:
    variants = [
        "gates",
        "optimised, blocks of 2",
        "diagonal gate",
        "diagonal gate, blocks of 2",
        "diagonals of 2/3, blocks of 2",
    ]

    def __init__(self, problem, variant):
        self.problem, self.variant = problem, variant

    def fresh(self):
        from qulacs import QuantumCircuit, QuantumState

        n = self.problem["qubits"]
        state, start = QuantumState(n), QuantumCircuit(n)
        for q in range(n):
            start.add_H_gate(q)
        start.update_quantum_state(state)
        return state

    def circuit(self, layers):
        from qulacs import QuantumCircuit, gate
        from qulacs.circuit import QuantumCircuitOptimizer

        n = self.problem["qubits"]
        fields, pairs = spins(self.problem)
        circuit = QuantumCircuit(n)
        for gamma, beta in layers:
            if self.variant.startswith("diagonal"):
                count = 3 if self.variant.startswith("diagonals of 2/3") else 2
                for qubits, costs in pieces(self.problem, count):
                    circuit.add_gate(gate.DiagonalMatrix(qubits, np.exp(-1j * gamma * costs)))
            else:
                # Its rotations are exp(+i angle/2 P).
                for i, field in fields:
                    circuit.add_RZ_gate(i, -2 * gamma * field)
                for i, j, weight in pairs:
                    circuit.add_multi_Pauli_rotation_gate([i, j], [3, 3], -2 * gamma * weight)
            for q in range(n):
                circuit.add_RX_gate(q, -2 * beta)
        if self.variant[-1].isdigit():
            QuantumCircuitOptimizer().optimize(circuit, int(self.variant[-1]))
        return circuit

    def prepare(self, layers):
        state, circuit = self.fresh(), self.circuit(layers)
        return timed(lambda: circuit.update_quantum_state(state))

    def state(self, layers):
        state = self.fresh()
        self.circuit(layers).update_quantum_state(state)
        return state.get_vector()


class Qokit:
    place = None
    variants = ["C as in the wheel", "C with -O3 -march=native -ffast-math", "Python"]

    def __init__(self, problem, variant):
        self.problem, self.variant = problem, variant
        fur = self.load()
        simulator = fur.QAOAFURXSimulator if variant == "Python" else fur.QAOAFURXSimulatorC
        self.simulator = simulator(problem["qubits"], costs=diagonal(problem))

    def load(self):
        # The package's own front door imports compilers and market data; the simulators need none of them.
        place = Path(Qokit.place or find_spec("qokit").submodule_search_locations[0])
        Qokit.place = place
        for name in [name for name in sys.modules if name.split(".")[0] == "qokit"]:
            del sys.modules[name]
        package = types.ModuleType("qokit")
        package.__path__ = [str(place)]
        sys.modules["qokit"] = package
        if self.variant != "Python":
            import qokit.fur.c.csim.libpath as library

            library.libpath = self.library(place)
        import qokit.fur

        return qokit.fur

    def library(self, place):
        """The wheel has it under the name of a Python module, which is not where the package looks for it."""
        if self.variant == "C as in the wheel":
            return next(place.parent.glob("simulator.*.so"))
        compiler = shutil.which("cc") or shutil.which("clang")
        if compiler is None:
            raise LookupError("no C compiler is there")
        folder = Path(mkdtemp(prefix="qtwin-qokit-"))
        atexit.register(shutil.rmtree, folder)
        # One unit in order of use: the wheel leaves the headers out, so empty ones stand in.
        for name in ["diagonal", "fur", "qaoa_fur"]:
            (folder / f"{name}.h").touch()
        sources = [place / "fur/c/csim/src" / f"{name}.c" for name in ["diagonal", "fur", "qaoa_fur"]]
        (folder / "unit.c").write_text("".join(f'#include "{source}"\n' for source in sources))
        flags = ["-O3", "-march=native", "-ffast-math", "-fopenmp", "-fPIC", "-shared", f"-I{folder}"]
        subprocess.run([compiler, *flags, folder / "unit.c", "-lm", "-o", folder / "libcsim.so"], check=True)
        return folder / "libcsim.so"

    def prepare(self, layers):
        gammas, betas = angles(layers)
        state = self.simulator.default_sv0
        return timed(lambda: self.simulator._apply_qaoa(state, gammas, betas))

    def state(self, layers):
        gammas, betas = angles(layers)
        return self.simulator.get_statevector(self.simulator.simulate_qaoa(gammas, betas))


def angles(layers):
    """Its phase is exp(-i gamma/2 C)."""
    return [2 * gamma for gamma, _ in layers], [beta for _, beta in layers]


def timed(work):
    def run():
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return run


def layer_ms(engine, problem):
    layers, budget = problem["layers"], problem["budgetS"]
    one = engine.prepare(layers[:1])
    took = one()
    if took > problem["limitS"]:
        raise TimeoutError(f"one layer takes {took:.0f} s")
    # Long layers: one of them against none, once.
    count = max(1, min(len(layers), int(budget / 3 / max(took, 1e-9))))
    few, many = (one, engine.prepare(layers[:count])) if count > 1 else (engine.prepare([]), one)
    least, most = (took, math.inf) if count > 1 else (few(), took)
    began = time.perf_counter()
    while most == math.inf or time.perf_counter() - began < budget - took:
        least, most = min(least, few()), min(most, many())
    return 1000 * (most - least) / max(1, count - 1)


def energy(engine, problem):
    state = np.asarray(engine.state(problem["layers"]))
    return float(diagonal(problem) @ (state.real.astype(np.float64) ** 2 + state.imag.astype(np.float64) ** 2))


ENGINES = {"aer": Aer, "lightning": Lightning, "qulacs": Qulacs, "qokit": Qokit}


def measure(kind, problem, variant):
    engine = kind(problem, variant)
    said = {"variant": variant, "layerMs": layer_ms(engine, problem), "energy": None}
    if problem["withEnergy"]:
        said["energy"] = energy(engine, problem)
    return said


def main():
    kind = ENGINES[sys.argv[1]]
    problem = json.load(sys.stdin)
    for variant in problem["variants"] or kind.variants:
        try:
            said = measure(kind, problem, variant)
        except Exception as error:
            said = {"variant": variant, "note": f"{error}".strip().split("\n")[0] or type(error).__name__}
        print(json.dumps(said), flush=True)


main()
