import { solverContract } from "../testing/solver-contract.ts";

solverContract("quadratic-exact");
