import type { Model } from "../model.ts";
import { type Compiled, compile, quboTarget } from "./compile.ts";
import { type DynamicRange, dynamicRange, requireExact } from "./dynamic-range.ts";
import type { CompileOptions } from "./options.ts";
import { type Qubo, quboOf } from "./qubo.ts";

export interface CompiledQubo extends Compiled {
  readonly qubo: Qubo;
  readonly range: DynamicRange;
}

/**
 * A model as a QUBO, with the certificates of its penalties and the precision it needs. With exact penalties the model
 * is infeasible if and only if a bit string of least energy decodes to an infeasible solution.
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_INEXACT, QT_MODEL_UNBOUNDED, QT_MODEL_BAD_PENALTY
 * @example
 * const { qubo, decode } = compileQubo(model, { penalty: { method: "exact" } });
 * const values = decode(bitsOfLeastEnergy(qubo));
 */
export function compileQubo(model: Model, options: CompileOptions = {}): CompiledQubo {
  const compiled = compile(model, quboTarget, options);
  const qubo = quboOf(compiled.model);
  const range = dynamicRange(qubo);
  requireExact(range, compiled.certificates, model.name);
  return { ...compiled, qubo, range };
}
