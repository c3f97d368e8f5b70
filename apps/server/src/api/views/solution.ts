import type { RunRecord } from "@qtwin/store";

/** Column names of an MPS text, in order of first appearance, which is the order of a solution. */
export function mpsColumns(mps: string): readonly string[] {
  const names = new Set<string>();
  let inColumns = false;
  for (const line of mps.split("\n")) {
    if (/^\S/.test(line)) inColumns = line.startsWith("COLUMNS");
    else if (inColumns && !line.includes("'MARKER'")) {
      const name = /^\s+(\S+)/.exec(line)?.[1];
      if (name !== undefined) names.add(name);
    }
  }
  return [...names];
}

/** The solution as solvers exchange it: comment lines, then one column and its value a line. */
export function solutionText(run: Pick<RunRecord, "id" | "mps" | "answer">): string {
  const { status, objective, bound, solution } = run.answer;
  const head = [`# run ${run.id}`, `# status ${status}`, `# objective ${objective}`, `# bound ${bound}`];
  const rows =
    solution === null ? [] : mpsColumns(run.mps).map((name, index) => `${name} ${solution[index] ?? 0}`);
  return `${[...head, ...rows].join("\n")}\n`;
}
