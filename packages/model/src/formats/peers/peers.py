"""Lets the real ommx and dimod write models that Qtwin reads, and evaluate models that Qtwin wrote.

    peers.py write FOLDER SEED      models, each with NAME.json: variables, points, what the library says of them
    peers.py evaluate FOLDER        NAME.points.json beside our files becomes NAME.result.json

Works with ommx 2 (v1 messages) and ommx 3 (v1 and v2); with dimod where it is installed.
"""

import json
import random
import sys
from pathlib import Path

import ommx

try:
    import dimod
    from dimod.serialization import coo
except ImportError:
    dimod = None

if hasattr(ommx, "OneHotConstraint"):
    from ommx import DecisionVariable, Instance, OneHotConstraint, Sense

    MAXIMIZE, MINIMIZE = Sense.Maximize, Sense.Minimize
    OMMX_3 = True
else:
    from ommx.v1 import DecisionVariable, Instance

    MAXIMIZE, MINIMIZE = Instance.MAXIMIZE, Instance.MINIMIZE
    OMMX_3 = False

MODELS, POINTS = 30, 12


def half(rng, bound=6):
    """Multiples of a half: sums of products of them are exact."""
    return rng.randint(-2 * bound, 2 * bound) / 2


def write(folder, seed):
    rng = random.Random(seed)
    for number in range(MODELS):
        write_ommx(folder, rng, number)
        if dimod is not None:
            write_bqm(folder, rng, number)
            write_cqm(folder, rng, number)


def save(folder, name, variables, points, objective, feasible):
    said = {"variables": variables, "points": points, "objective": objective, "feasible": feasible}
    (folder / f"{name}.json").write_text(json.dumps(said))


# ommx


def ommx_variables(rng):
    ids = rng.sample(range(100), rng.randint(1, 6))
    variables, ranges = {}, {}
    for id in sorted(ids):
        kind = rng.choice(["binary", "integer", "continuous"])
        if kind == "binary":
            low, high = 0, 1
            variables[id] = DecisionVariable.binary(id, name=f"v{id}")
        else:
            low = rng.randint(-3, 1)
            high = low + rng.randint(0, 4)
            make = getattr(DecisionVariable, kind)
            variables[id] = make(id, lower=low, upper=high, name=f"v{id}")
        ranges[id] = (kind, low, high)
    return variables, ranges


def ommx_function(rng, variables):
    total = half(rng) + 0 * next(iter(variables.values()))
    for _ in range(rng.randint(0, 5)):
        term = half(rng)
        for factor in rng.choices(list(variables.values()), k=rng.randint(1, 3)):
            term = term * factor
        total = total + term
    return total


def point_in(rng, ranges):
    return {
        id: rng.randint(2 * low, 2 * high) / 2 if kind == "continuous" else rng.randint(low, high)
        for id, (kind, low, high) in ranges.items()
    }


def ommx_rows(rng, variables):
    rows = {}
    for id in rng.sample(range(50), rng.randint(0, 4)):
        body = ommx_function(rng, variables)
        rows[id] = body <= half(rng, 20) if rng.random() < 0.8 else body == half(rng)
    return rows


def ommx_instance(rng):
    variables, ranges = ommx_variables(rng)
    rows = ommx_rows(rng, variables)
    binaries = [id for id, (kind, _, _) in ranges.items() if kind == "binary"]
    parts = dict(
        decision_variables=list(variables.values()),
        objective=ommx_function(rng, variables),
        sense=rng.choice([MAXIMIZE, MINIMIZE]),
    )
    if OMMX_3:
        one_hot = {3: OneHotConstraint(variables=binaries)} if binaries else {}
        return Instance.from_components(constraints=rows, one_hot_constraints=one_hot, **parts), ranges
    from ommx.v1 import ConstraintHints, OneHot

    constraints = [row.set_id(id) for id, row in rows.items()]
    hints = ConstraintHints()
    if binaries:
        constraints.append((sum(variables[id] for id in binaries) == 1).set_id(70))
        hints = ConstraintHints(one_hot_constraints=[OneHot(70, binaries)])
    return Instance.from_components(constraints=constraints, constraint_hints=hints, **parts), ranges


def write_ommx(folder, rng, number):
    instance, ranges = ommx_instance(rng)
    points = [point_in(rng, ranges) for _ in range(POINTS)]
    solutions = [instance.evaluate(point) for point in points]
    name = f"ommx-{number}"
    version = "v2" if OMMX_3 else "v1"
    content = instance.to_v2_bytes() if OMMX_3 else instance.to_bytes()
    (folder / f"{name}.{version}").write_bytes(content)
    save(
        folder,
        f"{name}.{version}",
        [f"v{id}" for id in ranges],
        [[point[id] for id in ranges] for point in points],
        [solution.objective for solution in solutions],
        [solution.feasible for solution in solutions],
    )


# dimod


def write_bqm(folder, rng, number):
    vartype = rng.choice(["BINARY", "SPIN"])
    labels = [f"v{at}" for at in range(rng.randint(1, 6))]
    if number % 3 == 1:
        labels = list(range(len(labels)))
    bqm = dimod.BinaryQuadraticModel(vartype)
    for label in labels:
        bqm.add_variable(label, half(rng) or 1)
    for at, left in enumerate(labels):
        for right in labels[at + 1 :]:
            if rng.random() < 0.6:
                bqm.add_quadratic(left, right, half(rng))
    name = f"bqm-{number}"
    if number % 3 == 0:
        name += ".json"
        bqm.offset = half(rng)
        (folder / name).write_text(json.dumps(bqm.to_serializable()))
    elif number % 3 == 1:
        name += ".coo"
        (folder / name).write_text(coo.dumps(bqm, vartype_header=True))
    else:
        name += ".bin"
        bqm.offset = half(rng)
        (folder / name).write_bytes(bqm.to_file(version=rng.choice([1, 2])).read())
    points = [{label: rng.choice(sorted(bqm.vartype.value)) for label in labels} for _ in range(POINTS)]
    save(
        folder,
        name,
        [str(label) for label in labels],
        [[(point[label] + 1) // 2 if vartype == "SPIN" else point[label] for label in labels] for point in points],
        [float(bqm.energy(point)) for point in points],
        [True] * POINTS,
    )


def cqm_model(rng):
    cqm = dimod.ConstrainedQuadraticModel()
    ranges = {}
    for at in range(rng.randint(2, 6)):
        kind = rng.choice(["BINARY", "SPIN", "INTEGER", "REAL"])
        label = rng.choice([f"v{at}", ("t", at)])
        if kind in ("BINARY", "SPIN"):
            cqm.add_variable(kind, label)
            ranges[label] = (kind, 0, 1)
        else:
            low = rng.randint(-3, 1)
            ranges[label] = (kind, low, low + rng.randint(0, 4))
            cqm.add_variable(kind, label, lower_bound=low, upper_bound=ranges[label][2])
    return cqm, ranges


def cqm_expression(rng, ranges):
    total = dimod.QuadraticModel()
    for label, (kind, low, high) in ranges.items():
        if kind in ("BINARY", "SPIN"):
            total.add_variable(kind, label)
        else:
            total.add_variable(kind, label, lower_bound=low, upper_bound=high)
        total.add_linear(label, half(rng))
    whole = [label for label, (kind, _, _) in ranges.items() if kind != "REAL"]
    for _ in range(rng.randint(0, 4)):
        if whole:
            left, right = rng.choice(whole), rng.choice(whole)
            if left != right or ranges[left][0] == "INTEGER":
                total.add_quadratic(left, right, half(rng))
    total.offset = half(rng)
    return total


def cqm_energy(cqm, point):
    """dimod 0.12.23 forgets the offset of an objective without variables."""
    objective = cqm.objective
    return float(objective.energy(point) if objective.num_variables else objective.offset)


def cqm_violation(cqm, point):
    """What the soft constraints cost, and whether the hard ones hold."""
    penalty, feasible = 0.0, True
    for row in cqm.iter_constraint_data(point):
        lhs = cqm.constraints[row.label].lhs
        if lhs.is_soft():
            penalty += lhs.weight() * max(0.0, row.violation)
        elif row.violation > 0:
            feasible = False
    return penalty, feasible


def write_cqm(folder, rng, number):
    cqm, ranges = cqm_model(rng)
    cqm.set_objective(cqm_expression(rng, ranges))
    for at in range(rng.randint(0, 4)):
        soft = dict(weight=rng.randint(1, 5)) if rng.random() < 0.4 else {}
        label = rng.choice([f"c{at}", 7 + at, ("row", at), f"ü {at}"])
        cqm.add_constraint(
            cqm_expression(rng, ranges), rng.choice(["<=", ">=", "=="]), half(rng, 15), label=label, **soft
        )
    binaries = [label for label, (kind, _, _) in ranges.items() if kind == "BINARY"]
    if len(binaries) > 1:
        cqm.add_discrete(binaries, label="discrete")
    name = f"cqm-{number}.cqm"
    (folder / name).write_bytes(cqm.to_file(compress=rng.random() < 0.5).read())
    points, objective, feasible = [], [], []
    for _ in range(POINTS):
        point = point_in(rng, {label: ("continuous", low, high) if kind == "REAL" else (kind, low, high)
                               for label, (kind, low, high) in ranges.items()})
        sample = {label: 2 * value - 1 if ranges[label][0] == "SPIN" else value for label, value in point.items()}
        penalty, holds = cqm_violation(cqm, sample)
        points.append(list(point.values()))
        objective.append(cqm_energy(cqm, sample) + penalty)
        feasible.append(holds)
    names = [label if isinstance(label, str) else json.dumps(label, separators=(",", ":")) for label in ranges]
    save(folder, name, names, points, objective, feasible)


# what Qtwin wrote


def evaluate(folder):
    for asked in sorted(folder.glob("*.points.json")):
        path = folder / asked.name.removesuffix(".points.json")
        said = json.loads(asked.read_text())
        if path.suffix in (".v1", ".v2"):
            result = evaluate_ommx(path, said)
        elif path.suffix == ".cqm":
            result = evaluate_cqm(path, said)
        else:
            result = evaluate_bqm(path, said)
        (folder / f"{path.name}.result.json").write_text(json.dumps(result))


def read_ommx(path):
    content = path.read_bytes()
    if path.suffix == ".v2":
        return Instance.from_v2_bytes(content)
    return Instance.from_v1_bytes(content) if OMMX_3 else Instance.from_bytes(content)


def evaluate_ommx(path, said):
    instance = read_ommx(path)
    solutions = [instance.evaluate(dict(enumerate(point))) for point in said["points"]]
    back = instance.to_v2_bytes() if path.suffix == ".v2" else instance.to_v1_bytes() if OMMX_3 else instance.to_bytes()
    (path.parent / f"{path.name}.back").write_bytes(back)
    return {
        "objective": [solution.objective for solution in solutions],
        "feasible": [solution.feasible for solution in solutions],
    }


def evaluate_bqm(path, said):
    if path.suffix == ".coo":
        bqm = coo.loads(path.read_text())
        said["variables"] = list(range(len(said["variables"])))
        missing = set(said["variables"]) - set(bqm.variables)
        for label in missing:
            bqm.add_variable(label, 0)
    else:
        bqm = dimod.BinaryQuadraticModel.from_serializable(json.loads(path.read_text()))
    samples = [dict(zip(said["variables"], point)) for point in said["points"]]
    return {"objective": [float(bqm.energy(sample)) for sample in samples], "feasible": [True] * len(samples)}


def evaluate_cqm(path, said):
    cqm = dimod.ConstrainedQuadraticModel.from_file(path.read_bytes())
    (path.parent / f"{path.name}.back").write_bytes(cqm.to_file().read())
    objective, feasible = [], []
    for point in said["points"]:
        sample = dict(zip(said["variables"], point))
        penalty, holds = cqm_violation(cqm, sample)
        objective.append(cqm_energy(cqm, sample) + penalty)
        feasible.append(holds)
    return {"objective": objective, "feasible": feasible}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        evaluate(Path(sys.argv[2]))
