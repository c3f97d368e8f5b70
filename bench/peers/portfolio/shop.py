"""Solves a shop with OR-Tools CP-SAT: interval variables, no-overlap; where there are setup times, an order
of each pair, or a circuit where an operation in between may save setup time.

Usage: shop.py cp-sat < problem (JSON: see shopProblem in bench/src/portfolio/peer-problems.ts, and timeS, threads, seed,
gapLimit). Prints one JSON line {values, valuesAt10S, bound, isProven, seconds}; values are null where there is no solution.
The clock starts when the model is built.
"""

import json
import sys
import time

from ortools.sat.python import cp_model


def whole(number):
    """The models have whole numbers only; anything else must not be rounded away."""
    if number != int(number):
        raise ValueError(f"{number} is not whole")
    return int(number)


def is_detour_free(machine):
    """Whether no operation between two others ever saves setup time: then setups hold between all pairs in order."""
    count, setup, duration = len(machine["start"]), machine["setup"], machine["duration"]
    return all(
        setup[i * count + k] <= setup[i * count + j] + duration[j] + setup[j * count + k]
        for i in range(count)
        for j in range(count)
        for k in range(count)
        if len({i, j, k}) == 3
    )


def gap_between(machine, i, j):
    """Least time from the start of one activity to the start of the next."""
    return whole(machine["duration"][i]) + whole(machine["setup"][i * len(machine["start"]) + j])


def add_orders(model, machine, starts, literals):
    """One literal for each pair that says which of the two comes first."""
    for j in range(len(starts)):
        for i in range(j):
            both = [literal for literal in (literals[i], literals[j]) if literal is not None]
            before = model.new_bool_var("")
            model.add(starts[j] >= starts[i] + gap_between(machine, i, j)).only_enforce_if([before, *both])
            model.add(starts[i] >= starts[j] + gap_between(machine, j, i)).only_enforce_if([~before, *both])


def add_circuit(model, machine, starts, literals, lower, upper):
    """Direct neighbours as a circuit through a node that stands for before the first and after the last."""
    count = len(starts)
    arcs = [(0, 0, model.new_bool_var(""))]
    for i in range(count):
        arcs.append((0, i + 1, model.new_bool_var("")))
        arcs.append((i + 1, 0, model.new_bool_var("")))
        if literals[i] is not None:
            arcs.append((i + 1, i + 1, ~literals[i]))
        for j in range(count):
            if i == j:
                continue
            gap = gap_between(machine, i, j)
            if lower[machine["start"][i]] + gap > upper[machine["start"][j]]:
                continue
            follows = model.new_bool_var("")
            model.add(starts[j] >= starts[i] + gap).only_enforce_if(follows)
            arcs.append((i + 1, j + 1, follows))
    model.add_circuit(arcs)


def add_machine(model, machine, variables, lower, upper):
    starts = [variables[column] for column in machine["start"]]
    literals = [None if column < 0 else variables[column] for column in machine["present"]]
    intervals = []
    for start, duration, literal in zip(starts, machine["duration"], literals):
        if literal is None:
            intervals.append(model.new_fixed_size_interval_var(start, whole(duration), ""))
        else:
            intervals.append(model.new_optional_fixed_size_interval_var(start, whole(duration), literal, ""))
    model.add_no_overlap(intervals)
    if machine["setup"] is None:
        return
    if is_detour_free(machine):
        add_orders(model, machine, starts, literals)
    else:
        add_circuit(model, machine, starts, literals, lower, upper)


def build(problem):
    model = cp_model.CpModel()
    lower, upper = problem["lower"], problem["upper"]
    variables = [model.new_int_var(whole(low), whole(high), "") for low, high in zip(lower, upper)]
    for columns in problem["choices"]:
        model.add_exactly_one(variables[column] for column in columns)
    for before, after, lag in problem["precedences"]:
        model.add(variables[after] >= variables[before] + whole(lag))
    for row in problem["rows"]:
        total = sum(whole(value) * variables[column] for column, value in zip(row["columns"], row["values"]))
        if row["lower"] is not None:
            model.add(total >= whole(row["lower"]))
        if row["upper"] is not None:
            model.add(total <= whole(row["upper"]))
    for machine in problem["machines"]:
        add_machine(model, machine, variables, lower, upper)
    model.minimize(sum(whole(cost) * variables[column] for column, cost in enumerate(problem["cost"]) if cost != 0))
    return model


class KeepAt10S(cp_model.CpSolverSolutionCallback):
    """Keeps the last solution of the first ten seconds."""

    def __init__(self, variable_count):
        super().__init__()
        self.count = variable_count
        self.start = time.monotonic()
        self.values = None

    def on_solution_callback(self):
        if time.monotonic() - self.start <= 10:
            self.values = list(self.response_proto.solution)[: self.count]


def main():
    problem = json.load(sys.stdin)
    model = build(problem)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = problem["timeS"]
    solver.parameters.num_workers = problem["threads"]
    solver.parameters.random_seed = problem["seed"]
    solver.parameters.relative_gap_limit = problem["gapLimit"]
    keep = KeepAt10S(len(problem["lower"]))
    status = solver.solve(model, keep)
    seconds = time.monotonic() - keep.start
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    answer = {
        "values": list(solver.response_proto.solution)[: keep.count] if found else None,
        "valuesAt10S": keep.values,
        "bound": solver.best_objective_bound if status != cp_model.MODEL_INVALID else None,
        "isProven": status == cp_model.OPTIMAL,
        "seconds": seconds,
    }
    print(json.dumps(answer))


main()
