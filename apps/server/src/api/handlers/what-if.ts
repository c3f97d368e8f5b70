import { createWhatIf } from "@qtwin/loop";
import type { ApiDeps, Handlers } from "../context.ts";

/** Plans that are only looked at. */
export function whatIfHandlers({ site, store }: ApiDeps): Handlers<"whatIfOptions" | "whatIf"> {
  const whatIf = createWhatIf(site, store);
  return {
    whatIfOptions: ({ params }) => whatIf.options(params.id),
    whatIf: ({ params, body }) => whatIf.try(params.id, body),
  };
}
