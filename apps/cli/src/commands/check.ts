import type { CheckFinding } from "@qtwin/twin";
import type { Command } from "commander";
import { print } from "../say.ts";

export function registerCheck(program: Command): void {
  program
    .command("check")
    .description("look at a site file and everything it points to, without any network")
    .argument("<site>", "site id, or path of a site.json")
    .option("--json", "print one JSON document")
    .addHelpText("after", "\nExamples:\n  qtwin check foundry\n  qtwin check plant/site.json --json")
    .action(runCheck);
}

const lines = ({ level, where, message, fix }: CheckFinding): readonly string[] => [
  `${level}: ${where}`,
  `  ${message}`,
  `  ${fix}`,
];

async function runCheck(siteName: string, flags: { readonly json?: boolean }): Promise<void> {
  const { checkSite, readSite } = await import("@qtwin/loop");
  const { site, findings: inFiles } = readSite(siteName);
  const findings = site === null ? inFiles : [...inFiles, ...(await checkSite(site))];
  const errors = findings.filter((finding) => finding.level === "error").length;
  const summary =
    site === null
      ? `${siteName}: ${errors} errors`
      : `${site.id}: ${site.points.length} points, ${site.writePoints.length} may be written, ${errors} errors, ${findings.length - errors} warnings`;
  print(flags.json, { site: site?.id ?? null, ok: errors === 0, findings }, [
    ...findings.flatMap(lines),
    summary,
  ]);
  if (errors > 0) process.exitCode = 2;
}
