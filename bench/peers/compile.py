"""Converts one case of the compile bench with one library, in a process of its own.

Usage: compile.py LIBRARY CASE DIR; DIR holds the case as little-endian arrays (see bench/src/compile/case-files.ts).
Prints one JSON line {seconds, firstSeconds, peakMb, variables, terms}; exits with 3 when the library has no such conversion.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np


def read(folder, name, kind):
    return np.fromfile(folder / f"{name}.bin", dtype=kind)


def linear(folder):
    keys = {"start": "<i4", "column": "<i4", "value": "<f8", "upper": "<f8", "cost": "<f8"}
    return {key: read(folder, key, kind) for key, kind in keys.items()}


def dense(folder):
    keys = {"quadratic": "<f8", "weights": "<f8", "total": "<f8"}
    return {key: read(folder, key, kind) for key, kind in keys.items()}


def job_shop(folder):
    keys = ["earliest", "latest", "duration", "precedences", "machines", "machineCount"]
    return {key: read(folder, key, "<i4") for key in keys}


READ = {"linear": linear, "dense": dense, "job-shop": job_shop}


def pairs_of(case):
    """Columns of the time-indexed job shop: groups of one activity each, and forbidden pairs."""
    earliest, latest, duration = (case[key].tolist() for key in ("earliest", "latest", "duration"))
    first, count = [], 0
    for low, high in zip(earliest, latest):
        first.append(count)
        count += high - low + 1
    groups = [range(f, f + high - low + 1) for f, low, high in zip(first, earliest, latest)]

    def forbidden():
        steps = case["precedences"].reshape(-1, 3).tolist()
        for before, after, lag in steps:
            for ta in range(earliest[before], latest[before] + 1):
                for tb in range(earliest[after], min(latest[after] + 1, ta + lag)):
                    yield first[before] + ta - earliest[before], first[after] + tb - earliest[after]
        for machine in case["machines"].reshape(int(case["machineCount"][0]), -1).tolist():
            for at, a in enumerate(machine):
                for b in machine[at + 1 :]:
                    for ta in range(earliest[a], latest[a] + 1):
                        low = max(earliest[b], ta - duration[b] + 1)
                        for tb in range(low, min(latest[b] + 1, ta + duration[a])):
                            yield first[a] + ta - earliest[a], first[b] + tb - earliest[b]

    makespan = zip(groups[-1], range(earliest[-1], latest[-1] + 1))
    return count, groups, forbidden(), list(makespan), latest[-1] + 1


def upper_triangle(quadratic, count):
    at = 0
    for left in range(count):
        for right in range(left, count):
            yield left, right, quadratic[at]
            at += 1


class Dimod:
    def linear(self, case):
        import dimod

        count = len(case["cost"])
        cqm = dimod.ConstrainedQuadraticModel()
        for index in range(count):
            if index < count // 2:
                cqm.add_variable("BINARY", index)
            else:
                cqm.add_variable("REAL", index, lower_bound=0, upper_bound=10)
        cqm.set_objective(zip(range(count), case["cost"].tolist()))
        start, column, value, upper = (case[key].tolist() for key in ("start", "column", "value", "upper"))
        for row, bound in enumerate(upper):
            terms = zip(column[start[row] : start[row + 1]], value[start[row] : start[row + 1]])
            cqm.add_constraint(terms, sense="<=", rhs=bound)
        return count, len(value)

    def dense(self, case):
        import dimod

        count = len(case["weights"])
        cqm = dimod.ConstrainedQuadraticModel()
        objective = dimod.BinaryQuadraticModel(vartype="BINARY")
        objective.add_linear_from((i, 0.0) for i in range(count))
        triangle = list(upper_triangle(case["quadratic"].tolist(), count))
        objective.add_linear_from((l, v) for l, r, v in triangle if l == r)
        objective.add_quadratic_from((l, r, v) for l, r, v in triangle if l != r)
        cqm.set_objective(objective)
        cqm.add_constraint(enumerate(case["weights"].tolist()), sense="==", rhs=float(case["total"][0]))
        bqm, _ = dimod.cqm_to_bqm(cqm)
        return bqm.num_variables, bqm.num_interactions

    def job_shop(self, case):
        import dimod

        count, groups, forbidden, makespan, weight = pairs_of(case)
        bqm = dimod.BinaryQuadraticModel(vartype="BINARY")
        bqm.add_linear_from((i, 0.0) for i in range(count))
        for group in groups:
            bqm.add_linear_equality_constraint([(i, 1) for i in group], weight, -1)
        bqm.add_linear_from(makespan)
        bqm.add_quadratic_from((a, b, weight) for a, b in forbidden)
        return bqm.num_variables, bqm.num_interactions


class Qiskit:
    def problem(self, binaries):
        from qiskit_optimization import QuadraticProgram

        problem = QuadraticProgram()
        for index in range(binaries):
            problem.binary_var(f"x{index}")
        return problem

    def linear(self, case):
        count = len(case["cost"])
        problem = self.problem(count // 2)
        for index in range(count // 2, count):
            problem.continuous_var(0, 10, f"x{index}")
        problem.minimize(linear=case["cost"])
        start, column, value, upper = (case[key].tolist() for key in ("start", "column", "value", "upper"))
        for row, bound in enumerate(upper):
            terms = dict(zip(column[start[row] : start[row + 1]], value[start[row] : start[row + 1]]))
            problem.linear_constraint(terms, "<=", bound, f"c{row}")
        return count, len(value)

    def qubo(self, problem):
        from qiskit_optimization.converters import QuadraticProgramToQubo

        qubo = QuadraticProgramToQubo().convert(problem)
        squares = sum(1 for left, right in qubo.objective.quadratic.to_dict() if left != right)
        return qubo.get_num_vars(), squares

    def dense(self, case):
        count = len(case["weights"])
        problem = self.problem(count)
        matrix = np.zeros((count, count))
        matrix[np.triu_indices(count)] = case["quadratic"]
        problem.minimize(quadratic=matrix)
        problem.linear_constraint(case["weights"], "==", float(case["total"][0]))
        return self.qubo(problem)

    def job_shop(self, case):
        count, groups, forbidden, makespan, weight = pairs_of(case)
        problem = self.problem(count)
        problem.minimize(linear=dict(makespan), quadratic={pair: weight for pair in forbidden})
        for group in groups:
            problem.linear_constraint({i: 1 for i in group}, "==", 1)
        return self.qubo(problem)


class Pyqubo:
    def dense(self, case):
        from pyqubo import Array

        count = len(case["weights"])
        x = Array.create("x", shape=count, vartype="BINARY")
        weight = 1 + float(np.abs(case["quadratic"]).sum())
        terms = upper_triangle(case["quadratic"].tolist(), count)
        total = sum(v * x[l] * x[r] for l, r, v in terms)
        total += weight * (sum(a * x[i] for i, a in enumerate(case["weights"].tolist())) - float(case["total"][0])) ** 2
        qubo, _ = total.compile().to_qubo()
        return count, sum(1 for left, right in qubo if left != right)

    def job_shop(self, case):
        from pyqubo import Array

        count, groups, forbidden, makespan, weight = pairs_of(case)
        x = Array.create("x", shape=count, vartype="BINARY")
        total = sum(t * x[i] for i, t in makespan)
        for group in groups:
            total += weight * (sum(x[i] for i in group) - 1) ** 2
        total += sum(weight * x[a] * x[b] for a, b in forbidden)
        qubo, _ = total.compile().to_qubo()
        return count, sum(1 for left, right in qubo if left != right)


class Ommx:
    def instance(self, variables, objective, constraints):
        from ommx.v1 import Instance

        return Instance.from_components(
            decision_variables=variables, objective=objective, constraints=constraints, sense=Instance.MINIMIZE
        )

    def linear(self, case):
        from ommx.v1 import DecisionVariable, Function, Linear, Constraint

        count = len(case["cost"])
        half = count // 2
        variables = [DecisionVariable.binary(i) for i in range(half)]
        variables += [DecisionVariable.continuous(i, lower=0, upper=10) for i in range(half, count)]
        objective = Linear(terms=dict(enumerate(case["cost"].tolist())))
        start, column, value, upper = (case[key].tolist() for key in ("start", "column", "value", "upper"))
        constraints = []
        for row, bound in enumerate(upper):
            terms = dict(zip(column[start[row] : start[row + 1]], value[start[row] : start[row + 1]]))
            constraints.append((Linear(terms=terms, constant=-bound) <= 0).set_id(row))
        self.instance(variables, objective, constraints).to_bytes()
        return count, len(value)

    def qubo(self, instance):
        qubo, _ = instance.to_qubo()
        used = {index for key in qubo for index in key}
        return len(used), sum(1 for left, right in qubo if left != right)

    def dense(self, case):
        from ommx.v1 import DecisionVariable, Linear, Quadratic

        count = len(case["weights"])
        triangle = list(upper_triangle(case["quadratic"].tolist(), count))
        objective = Quadratic(
            columns=[l for l, _, _ in triangle], rows=[r for _, r, _ in triangle], values=[v for _, _, v in triangle]
        )
        weights = Linear(terms=dict(enumerate(case["weights"].tolist())), constant=-float(case["total"][0]))
        variables = [DecisionVariable.binary(i) for i in range(count)]
        return self.qubo(self.instance(variables, objective, [weights == 0]))

    def job_shop(self, case):
        from ommx.v1 import DecisionVariable, Linear, Quadratic

        count, groups, forbidden, makespan, weight = pairs_of(case)
        pairs = list(forbidden)
        objective = Quadratic(
            columns=[a for a, _ in pairs],
            rows=[b for _, b in pairs],
            values=[float(weight)] * len(pairs),
            linear=Linear(terms={i: float(t) for i, t in makespan}),
        )
        constraints = [(Linear(terms={i: 1.0 for i in group}, constant=-1) == 0).set_id(k) for k, group in enumerate(groups)]
        variables = [DecisionVariable.binary(i) for i in range(count)]
        return self.qubo(self.instance(variables, objective, constraints))


LIBRARIES = {"dimod": Dimod, "qiskit-optimization": Qiskit, "pyqubo": Pyqubo, "ommx": Ommx}
# Loaded before the clock starts.
MODULES = {
    "dimod": ["dimod"],
    "qiskit-optimization": ["qiskit_optimization", "qiskit_optimization.converters"],
    "pyqubo": ["pyqubo"],
    "ommx": ["ommx.v1"],
}


def main():
    library, name, folder = sys.argv[1:4]
    case = READ[name](Path(folder))
    convert = getattr(LIBRARIES[library](), name.replace("-", "_"), None)
    if convert is None:
        sys.exit(3)
    for module in MODULES[library]:
        __import__(module)
    took = []
    # The best of at least five runs and two seconds, unless one run alone takes long.
    while (len(took) < 5 or sum(took) < 2) and sum(took) < 20:
        began = time.perf_counter()
        variables, terms = convert(case)
        took.append(time.perf_counter() - began)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds = {"seconds": min(took), "firstSeconds": took[0]}
    print(json.dumps({**seconds, "peakMb": peak_mb, "variables": variables, "terms": terms}))


main()
