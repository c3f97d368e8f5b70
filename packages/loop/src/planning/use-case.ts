import type { AnyUseCase } from "../context.ts";
import { loopError } from "../errors.ts";
import type { Site } from "../site/index.ts";

// Loaded when a site asks for it.
const loaders: Readonly<Record<string, () => Promise<AnyUseCase>>> = {
  energy: async () => (await import("@qtwin/usecases/energy")).energy as AnyUseCase,
};

/** @throws QT_LOOP_NO_USE_CASE */
export async function loadUseCase(id: string): Promise<AnyUseCase> {
  const load = Object.hasOwn(loaders, id) ? loaders[id] : undefined;
  if (load) return load();
  const known = Object.keys(loaders).join(", ");
  throw loopError("QT_LOOP_NO_USE_CASE", `There is no use case '${id}'; there are ${known}.`, "useCase");
}

/** The static description of a site as its use case reads it. */
export function useCaseParameters(useCase: AnyUseCase, site: Site): unknown {
  const { timeZone, plant, tariff, horizonH, stepMin, balancing } = site;
  const contract = balancing === null ? {} : { balancing };
  return useCase.parameters.parse({ timeZone, plant, tariff, horizonH, stepMin, ...contract });
}
