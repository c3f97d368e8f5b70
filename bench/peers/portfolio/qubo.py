"""Searches a QUBO with a sampler of dwave-samplers, started again and again until the time is over.

Usage: qubo.py dwave-tabu|dwave-sa < problem (JSON: see quboProblem in bench/src/portfolio/peer-problems.ts, and timeS,
threads, seed). Prints one JSON line {values, valuesAt10S, bound, isProven, seconds}; nothing is proven. As many processes
as threads, each with seeds of its own. Reads begin as the library's defaults have them (20 ms of tabu search with its own
restarts, 1000 sweeps of annealing); schedule.py says how they go on. The clock starts when the model is built.
"""

import json
import multiprocessing
import sys
import time

import dimod
import numpy as np
from schedule import MARK_S, Schedule


def model_of(problem):
    """Duplicate pairs do not occur; variables are numbered."""
    linear = np.array(problem["linear"], dtype=float)
    pairs = (np.array(problem["left"]), np.array(problem["right"]), np.array(problem["value"], dtype=float))
    return dimod.BinaryQuadraticModel.from_numpy_vectors(
        linear, pairs, problem["constant"], dimod.BINARY, variable_order=range(len(linear))
    )


def tabu_reader():
    from dwave.samplers import TabuSampler

    return lambda bqm, length, seed: TabuSampler().sample(bqm, num_reads=1, timeout=20 * length, seed=seed)


def annealing_reader():
    from dwave.samplers import SimulatedAnnealingSampler

    return lambda bqm, length, seed: SimulatedAnnealingSampler().sample(
        bqm, num_reads=1, num_sweeps=1000 * length, seed=seed
    )


readers = {"dwave-tabu": tabu_reader, "dwave-sa": annealing_reader}


def search(task):
    """One process: (energy, values) of the best read, and of the best one that had ended after ten seconds."""
    name, bqm, time_s, seed, start = task
    read = readers[name]()
    random = np.random.default_rng(seed)
    schedule = Schedule(time_s)
    best = at_10_s = None
    ended_s = time.monotonic() - start
    while (length := schedule.next_length(ended_s)) is not None:
        began_s = time.monotonic() - start
        first = read(bqm, length, int(random.integers(2**31))).first
        ended_s = time.monotonic() - start
        schedule.took(ended_s - began_s)
        if best is None or first.energy < best[0]:
            best = (float(first.energy), [int(first.sample[variable]) for variable in range(bqm.num_variables)])
            if ended_s <= MARK_S:
                at_10_s = best
    return best, at_10_s


def best_of(found):
    found = [each for each in found if each is not None]
    return min(found)[1] if found else None


def main():
    problem = json.load(sys.stdin)
    bqm = model_of(problem)
    # Loaded before the clock starts, and shared by fork.
    readers[sys.argv[1]]()
    start = time.monotonic()
    tasks = [
        (sys.argv[1], bqm, problem["timeS"], 1000 * problem["seed"] + process, start)
        for process in range(problem["threads"])
    ]
    if len(tasks) == 1:
        results = [search(tasks[0])]
    else:
        with multiprocessing.get_context("fork").Pool(len(tasks)) as pool:
            results = pool.map(search, tasks)
    answer = {
        "values": best_of([best for best, _ in results]),
        "valuesAt10S": best_of([at_10_s for _, at_10_s in results]),
        "bound": None,
        "isProven": False,
        "seconds": time.monotonic() - start,
    }
    print(json.dumps(answer))


main()
