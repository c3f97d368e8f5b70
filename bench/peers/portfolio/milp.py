"""Solves a mixed-integer linear model with native HiGHS (highspy).

Usage: milp.py highspy < problem (JSON: see milpProblem in bench/src/portfolio/peer-problems.ts, and timeS, threads, seed,
gapLimit). Prints one JSON line {values, valuesAt10S, bound, isProven, seconds}; the bound is that of the minimisation.
The clock starts when the model is built.
"""

import json
import sys
import time

import highspy
import numpy as np


def linear_program(problem):
    lp = highspy.HighsLp()
    rows = problem["rows"]
    lp.num_col_, lp.num_row_ = len(problem["cost"]), len(rows)
    lp.col_cost_ = np.array(problem["cost"], dtype=float)
    lp.offset_ = problem["constant"]
    infinity = highspy.kHighsInf
    lp.col_lower_ = np.array([-infinity if low is None else low for low in problem["lower"]], dtype=float)
    lp.col_upper_ = np.array([infinity if high is None else high for high in problem["upper"]], dtype=float)
    lp.row_lower_ = np.array([-infinity if row["lower"] is None else row["lower"] for row in rows], dtype=float)
    lp.row_upper_ = np.array([infinity if row["upper"] is None else row["upper"] for row in rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(problem["start"], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([column for row in rows for column in row["columns"]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for row in rows for value in row["values"]], dtype=float)
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if integer else real for integer in problem["isInteger"]]
    return lp


def main():
    problem = json.load(sys.stdin)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", float(problem["timeS"]))
    solver.setOptionValue("threads", problem["threads"])
    solver.setOptionValue("random_seed", problem["seed"])
    solver.setOptionValue("mip_rel_gap", float(problem["gapLimit"]))
    solver.passModel(linear_program(problem))
    at_10_s = {"values": None}
    start = time.monotonic()

    def keep(event):
        if time.monotonic() - start <= 10:
            at_10_s["values"] = list(map(float, event.data_out.mip_solution))

    solver.cbMipImprovingSolution += keep
    solver.run()
    seconds = time.monotonic() - start
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    bound = info.mip_dual_bound if any(problem["isInteger"]) else info.objective_function_value
    answer = {
        "values": list(map(float, solver.getSolution().col_value)) if found else None,
        "valuesAt10S": at_10_s["values"],
        "bound": bound if abs(bound) < 1e30 else None,
        "isProven": solver.getModelStatus() == highspy.HighsModelStatus.kOptimal,
        "seconds": seconds,
    }
    print(json.dumps(answer))


main()
