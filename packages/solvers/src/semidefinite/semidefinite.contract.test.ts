import { solverContract } from "../testing/solver-contract.ts";

solverContract("semidefinite");
