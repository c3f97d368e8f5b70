import type { QtwinError } from "@qtwin/core";
import { decideError } from "./errors.ts";

export interface AutoApprovalInput {
  /** Assets the proposal would write to. */
  readonly assets: readonly string[];
  /** Whether the plant of an asset is marked `simulated`. */
  readonly isSimulated: (asset: string) => boolean;
  /** Whether the site's policy gives this kind of envelope to automation. */
  readonly granted: boolean;
}

/** Why nobody but a person may approve this; null when automation may (foundry rules, section 8). */
export function checkAutoApproval(input: AutoApprovalInput): QtwinError | null {
  const real = input.assets.filter((asset) => !input.isSimulated(asset));
  if (real.length === 0 || input.granted) return null;
  return decideError(
    "QT_DECIDE_AUTO_DENIED",
    `Automatic approval is refused: ${real.join(", ")} belong to a real plant and no policy grants it.`,
    "policy.approval.autoApprove",
  );
}
