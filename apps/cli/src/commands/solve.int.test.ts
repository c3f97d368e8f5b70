import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseModel } from "@qtwin/model";
import { readOpenQasm, resources } from "@qtwin/quantum";
import { closeSolverWorkers } from "@qtwin/solvers";
import { Command } from "commander";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { registerCompile } from "./compile.ts";
import { registerSolve } from "./solve.ts";
import { registerSolvers } from "./solvers.ts";
import { registerVerify } from "./verify.ts";

const folder = mkdtempSync(join(tmpdir(), "qtwin-cli-"));
const at = (name: string): string => join(folder, name);
const workshop = `\\ Profit of a workshop
Maximize
 profit: 30 chairs + 50 tables
Subject To
 carpentry: chairs + 2 tables <= 40
 finishing: 2 chairs + tables <= 50
Generals
 chairs tables
End
`;

beforeAll(() => {
  writeFileSync(at("workshop.lp"), workshop);
  writeFileSync(at("real.lp"), "min x\nst\n x >= 0.5\nend\n");
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await closeSolverWorkers();
});

/** What a command prints on standard output. */
async function qtwin(...words: string[]): Promise<string> {
  const program = new Command().exitOverride();
  for (const register of [registerSolve, registerVerify, registerCompile, registerSolvers]) register(program);
  let printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  await program.parseAsync(words, { from: "user" });
  return printed;
}

test("solve --json prints one document with every promised field", async () => {
  const answer = JSON.parse(await qtwin("solve", at("workshop.lp"), "--json", "--gap", "0", "--seed", "3"));
  expect(answer).toMatchObject({
    status: "optimal",
    sense: "maximize",
    objective: 1100,
    bound: 1100,
    gap: 0,
    feasible: true,
    seed: 3,
    solution: { chairs: 20, tables: 10 },
    evidence: [],
  });
  expect(answer.seconds).toBeGreaterThan(0);
  expect(answer.members.map(({ solver }: { solver: string }) => solver)).toContain("highs");
});

test("solve reads any of the formats, packed or not, and says the same", async () => {
  const lines: string[] = [];
  for (const format of ["lp", "mps", "milp"]) {
    const file = at(`again.${format}`);
    await qtwin("compile", at("workshop.lp"), "--to", format, "-o", file);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
    lines.push((await qtwin("solve", `${file}.gz`)).split("\n")[1] ?? "");
  }
  expect(new Set(lines)).toEqual(new Set(["objective 1100 (maximize), bound 1100, gap 0 %"]));
});

test("solve --out writes a solution under the file's own names", async () => {
  const printed = await qtwin("solve", at("workshop.lp"), "--out", at("workshop.sol"));
  // Whoever of the race found it first.
  expect(printed).toMatch(/^optimal after .* with [a-z-]+, seed 1\n/);
  expect(readFileSync(at("workshop.sol"), "utf8")).toBe("=obj= 1100\nchairs 20\ntables 10\n");
});

test("an infeasible model is an answer, not a failure", async () => {
  writeFileSync(at("none.lp"), "min x\nst\n x >= 2\n x <= 1\nend\n");
  const answer = JSON.parse(await qtwin("solve", at("none.lp"), "--json"));
  expect(answer).toMatchObject({ status: "infeasible", objective: null, feasible: false, solution: null });
});

test("compile prints what it makes, and --json what it made", async () => {
  const text = await qtwin("compile", at("workshop.lp"), "--to", "mps");
  expect(parseModel(text, "x.mps").constraints.count).toBe(2);
  const out = at("again.lp");
  const words = ["compile", at("workshop.lp"), "--to", "lp", "--json", "-o", out];
  expect(JSON.parse(await qtwin(...words))).toMatchObject({
    target: "lp",
    variables: 2,
    constraints: 2,
    nonzeros: 4,
    trail: [],
    certificates: [],
    out,
  });
  expect(parseModel(readFileSync(out), out).variables.names).toEqual(["chairs", "tables"]);
});

test("compile to a QUBO says by which rewrites, with which proofs and at which precision", async () => {
  const made = JSON.parse(await qtwin("compile", at("workshop.lp"), "--to", "qubo", "--json"));
  const steps = made.trail.map(({ rewrite }: { rewrite: string }) => rewrite);
  const inAnyOrder = ["bounds-from-rows", "inequality-slack", "integer-log", "negate-objective", "penalties"];
  expect([...steps].sort()).toEqual(inAnyOrder);
  expect(steps.at(-1)).toBe("penalties");
  expect(made).toMatchObject({ constraints: 0, certificatesHold: true, incumbent: 1100 });
  expect(made.certificates).toHaveLength(2);
  for (const { weight, smallestViolation, incumbent, lowerBound } of made.certificates)
    expect(weight * smallestViolation).toBeGreaterThan(incumbent - lowerBound);
  expect(made.dynamicRange.bits).toBeLessThan(53);
  const ising = JSON.parse(await qtwin("compile", at("workshop.lp"), "--to", "ising"));
  expect(ising).toMatchObject({ format: "qtwin-ising", convention: "x = (1 - s)/2" });
  expect(ising.field).toHaveLength(made.variables);
  expect(ising.couplings).toHaveLength(made.products);
});

test("compile to OpenQASM 3 writes QAOA of the Ising model, and counts its gates", async () => {
  const words = ["compile", at("workshop.lp"), "--to", "qasm3", "--layers", "2"];
  const text = await qtwin(...words);
  const { circuit, variables, products } = JSON.parse(await qtwin(...words, "--json"));
  expect(circuit).toMatchObject({ ansatz: "qaoa", layers: 2, qubits: variables });
  expect(circuit.byName).toMatchObject({ h: variables, rx: 2 * variables, rzz: 2 * products });
  expect(readOpenQasm(text).parameters).toEqual([]);
  expect(resources(readOpenQasm(text)).byName).toEqual(circuit.byName);
});

test.each([
  [["solve", at("absent.lp")], { kind: "not-found", code: "QT_CLI_FILE_NOT_FOUND" }],
  [["solve", folder], { kind: "unavailable", code: "QT_CLI_FILE_FAILED" }],
  [
    ["solve", at("workshop.lp"), "--format", "mps"],
    { kind: "invalid-input", where: `${at("workshop.lp")}:1:1` },
  ],
  [["solve", at("workshop.lp"), "--time", "soon"], { code: "QT_CLI_BAD_OPTION", where: "--time" }],
  [["solve", at("workshop.lp"), "--seed", "1.5"], { code: "QT_CLI_BAD_OPTION", where: "--seed" }],
  [["solve", at("workshop.lp"), "--set", "turbo=1"], { code: "QT_SOLVERS_BAD_OPTION", where: "turbo" }],
  [["solve", at("workshop.lp"), "--solver", "abacus"], { kind: "not-found", code: "QT_SOLVERS_UNKNOWN" }],
  [["solve", at("workshop.lp"), "--out", join(folder, "no", "where.sol")], { code: "QT_CLI_FILE_NOT_FOUND" }],
  [["compile", at("real.lp"), "--to", "qubo"], { kind: "unsupported", code: "QT_MODEL_UNREACHABLE" }],
  [["compile", at("workshop.lp"), "--to", "pdf"], { kind: "invalid-input", code: "QT_CLI_BAD_OPTION" }],
])("%j fails precisely", async (words, error) => {
  await expect(qtwin(...words)).rejects.toMatchObject(error);
});

test("solvers lists what each one takes and promises", async () => {
  expect(await qtwin("solvers")).toMatch(
    /^highs: HiGHS\n {2}takes up to 2000000 variables, with continuous variables, integer variables/m,
  );
  const listed: { readonly id: string }[] = JSON.parse(await qtwin("solvers", "--json"));
  expect(listed.find(({ id }) => id === "highs")).toMatchObject({
    promises: { optimality: "proven", bound: true, warmStart: true },
  });
});

test("a result is verified by itself, and one that was changed is rejected", async () => {
  await qtwin("solve", at("workshop.lp"), "--out", at("result.json"));
  await qtwin("solve", at("workshop.lp"), "--out", at("result.sol"));
  for (const result of ["result.json", "result.sol"])
    expect(JSON.parse(await qtwin("verify", at("workshop.lp"), at(result), "--json"))).toMatchObject({
      accepted: true,
      objective: 1100,
      exactObjective: true,
    });
  expect(process.exitCode ?? 0).toBe(0);
  const changed = readFileSync(at("result.json"), "utf8").replace(/"tables":\d+/, '"tables":11');
  writeFileSync(at("changed.json"), changed);
  const said = await qtwin("verify", at("workshop.lp"), at("changed.json"));
  expect(process.exitCode).toBe(2);
  process.exitCode = 0;
  expect(said).toMatch(/rejected/);
  expect(said).toMatch(/seal: /);
  const elsewhere = readFileSync(at("result.json"), "utf8").replace(/"solver":"[^"]+"/, '"solver":"luck"');
  writeFileSync(at("changed.json"), elsewhere);
  expect(await qtwin("verify", at("workshop.lp"), at("changed.json"))).toMatch(/seal: /);
  process.exitCode = 0;
});

test("an accepted result is told with its gap", async () => {
  const open = { status: "optimal", objective: 1100, bound: 1155, gapLimit: 0.05 };
  writeFileSync(at("near.json"), JSON.stringify({ ...open, solution: { chairs: 20, tables: 10 } }));
  expect(await qtwin("verify", at("workshop.lp"), at("near.json"))).toMatch(
    /^.*workshop.*: accepted\nobjective 1100, exact, gap to the bound 5 %; 2 of 2 constraints/,
  );
  expect(process.exitCode ?? 0).toBe(0);
});

test("without a solution there is nothing to verify, and no old solution file stays", async () => {
  writeFileSync(at("none.lp"), "min x\nst\n x >= 2\n x <= 1\nend\n");
  writeFileSync(at("none.sol"), "=obj= 1\nx 1\n");
  const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  await qtwin("solve", at("none.lp"), "--out", at("none.sol"));
  expect(said.mock.calls.join("")).toMatch(
    /no solution \(infeasible\): .*none\.sol' is not written, and .* removed/,
  );
  expect(existsSync(at("none.sol"))).toBe(false);
  await qtwin("solve", at("none.lp"), "--out", at("none.json"));
  expect(await qtwin("verify", at("none.lp"), at("none.json"))).toMatch(
    /: nothing to verify\n.*'infeasible'/,
  );
  expect(process.exitCode).toBe(3);
  process.exitCode = 0;
});
