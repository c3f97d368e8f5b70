import { createClient } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import type { Store } from "@qtwin/store";

const person = { name: "ben", password: "seven green furnaces hum" } as const;
const everyMs = 300;

/** A server, database or proposal that is gone for the moment is what the campaign is about. */
const isAway = (error: unknown): boolean =>
  ["unavailable", "deadline", "conflict"].includes(QtwinError.from(error).kind);

/**
 * A person who signs in to the server and approves whatever is open, as soon as it lets them.
 * @returns when `signal` aborts
 */
export async function startApprover(
  field: { readonly serverUrl: string; readonly broken: string[] },
  store: Store,
  signal: AbortSignal,
): Promise<void> {
  await store.users.create({ ...person, roles: ["approver"] });
  let cookie: string | undefined;
  const client = createClient({
    baseUrl: field.serverUrl,
    cookie: () => cookie,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
      return answer;
    },
  });
  const approve = async (): Promise<void> => {
    if (cookie === undefined) await client.login({ body: person });
    for (const { id, state } of await client.proposals()) {
      if (state === "open") await client.decide({ params: { id }, body: { verdict: "approve", note: "" } });
    }
  };
  while (!signal.aborted) {
    await approve().catch((error: unknown) => {
      if (!isAway(error)) field.broken.push(`approver: ${String(error)}`);
    });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
