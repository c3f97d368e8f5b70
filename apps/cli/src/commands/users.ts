import { createInterface } from "node:readline/promises";
import type { Role } from "@qtwin/store";
import { type Command, Option } from "commander";
import { cliError } from "../errors.ts";
import { print, say, table } from "../say.ts";

const roles = ["viewer", "operator", "planner", "approver", "admin"] as const satisfies readonly Role[];

interface AddFlags {
  readonly role: readonly Role[];
  readonly displayName?: string;
  readonly json?: boolean;
}

export function registerUsers(program: Command): void {
  const users = program.command("users").description("people who may sign in");
  users
    .command("list")
    .description("names, roles and states")
    .option("--json", "print one JSON document")
    .action(runList);
  users
    .command("add")
    .description("add a person; the password is asked for, or read from standard input")
    .argument("<name>", "lower case, for example anna.berg")
    .addOption(new Option("--role <roles...>", "what the person may do").choices(roles).default(["viewer"]))
    .option("--display-name <name>", "as shown to others")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Roles: viewer sees; operator releases and steps down; planner works with plans; approver decides; admin manages people.

Examples:
  qtwin users add anna.berg --role viewer approver
  printf '%s' "$PASSWORD" | qtwin users add bot --role viewer`,
    )
    .action(runAdd);
  users
    .command("password")
    .description("set a new password, end the person's sessions and lift a lockout")
    .argument("<name>")
    .option("--json", "print one JSON document")
    .action(runPassword);
}

async function runList(flags: { readonly json?: boolean }): Promise<void> {
  const { homeOf, withStore } = await import("@qtwin/server");
  const list = await withStore(homeOf(), say, ({ store }) => store.users.list());
  const rows = list.map(({ name, displayName, roles: held, disabled }) => [
    name,
    displayName,
    held.join(" "),
    disabled ? "disabled" : "",
  ]);
  print(flags.json, { users: list }, table(rows));
}

async function runAdd(name: string, flags: AddFlags): Promise<void> {
  const { homeOf, withStore } = await import("@qtwin/server");
  const password = await askPassword(`Password for ${name}: `);
  const user = await withStore(homeOf(), say, async ({ store }) => {
    const created = await store.users.create({
      name,
      password,
      roles: flags.role,
      ...(flags.displayName === undefined ? {} : { displayName: flags.displayName }),
    });
    await store.audit.append(await entry("user.add", name, { roles: flags.role.join(" ") }));
    return created;
  });
  print(flags.json, { user }, [`Added ${user.name} as ${user.roles.join(", ")}.`]);
}

async function runPassword(name: string, flags: { readonly json?: boolean }): Promise<void> {
  const { homeOf, withStore } = await import("@qtwin/server");
  const password = await askPassword(`New password for ${name}: `);
  await withStore(homeOf(), say, async ({ store }) => {
    await store.users.setPassword(name, password);
    await store.audit.append(await entry("user.change", name, { password: "set" }));
  });
  print(flags.json, { name, changed: true }, [`The password of ${name} is set; older sessions have ended.`]);
}

async function entry(action: string, subject: string, details: Record<string, string>) {
  const { userInfo } = await import("node:os");
  return { siteId: null, atMs: Date.now(), actor: `os:${userInfo().username}`, action, subject, details };
}

/** Asks without showing what is typed; from a pipe the whole input counts. @throws QT_CLI_BAD_OPTION */
async function askPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks)
      .toString("utf8")
      .replace(/\r?\n$/, "");
    if (text !== "") return text;
    throw cliError("QT_CLI_BAD_OPTION", "No password came through standard input.", "stdin");
  }
  const silent = { write: () => true } as unknown as NodeJS.WritableStream;
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  try {
    return await reader.question("");
  } finally {
    reader.close();
    process.stderr.write("\n");
  }
}
