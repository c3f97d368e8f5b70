import { enumerateFeasible } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import type { CertifiedOptimum } from "../run/run.ts";
import { bitsOfOptions } from "./feasible-samples.ts";
import type { OneHotProblem } from "./subspace-options.ts";

export interface CertifiedFeasible {
  readonly optimum: CertifiedOptimum;
  /** Energies up to here are optimal: sums in another order differ in their last digits. */
  readonly limit: number;
}

/**
 * The exact minimum over the feasible set, by looking at every choice of one option in each group.
 * @throws KernelError QT_KERNEL_TOO_MANY_QUBITS beyond 2^30 of them; QT_KERNEL_BAD_COST, QT_KERNEL_BAD_GROUPS
 */
export async function certifyFeasible({ cost, groups }: OneHotProblem): Promise<CertifiedFeasible> {
  const { options, minimisers, tolerance } = await enumerateFeasible(groups, cost);
  const bits = bitsOfOptions(groups, options);
  const energy = energyOf(cost, bits);
  return {
    optimum: { bits, energy, minimisers, method: "enumeration" },
    // Without a tolerance the weights are whole, and so are the energies.
    limit: energy + (tolerance || 0.5),
  };
}
