import * as fc from "fast-check";
import type { ModelBuilder } from "../builder.ts";
import type { SumBuilder } from "../sum-builder.ts";
import { times, type Uncertain } from "../uncertainty-builder.ts";

interface Use {
  /** Which sum, which column (none: the constant) and which parameter, each modulo how many there are. */
  readonly sum: number;
  readonly column: number | null;
  readonly parameter: number;
  readonly factor: number;
}

/** Scenarios, parameters and where they stand, for a model of any size. */
export interface UncertaintySpec {
  readonly scenarios: readonly number[];
  readonly parameters: readonly { readonly values: readonly number[]; readonly nominal: number }[];
  readonly uses: readonly Use[];
}

export function anyUncertainty(number: fc.Arbitrary<number>): fc.Arbitrary<UncertaintySpec> {
  return fc.integer({ min: 1, max: 3 }).chain((count) => {
    const values = fc.array(number, { minLength: count, maxLength: count });
    return fc.record({
      scenarios: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: count, maxLength: count }),
      parameters: fc.array(fc.record({ values, nominal: number }), { minLength: 1, maxLength: 3 }),
      uses: fc.array(
        fc.record({ sum: fc.nat(9), column: fc.option(fc.nat(9)), parameter: fc.nat(2), factor: number }),
        { maxLength: 5 },
      ),
    });
  });
}

/** Declares what the spec says; @returns its parameters */
export function declareUncertainty(model: ModelBuilder, spec: UncertaintySpec): readonly Uncertain[] {
  model.scenarios(
    spec.scenarios.map((_, index) => `scenario ${index}`),
    spec.scenarios,
  );
  return spec.parameters.map(({ values, nominal }, index) => {
    const source = index === 0 ? {} : { source: `meter ${index}` };
    return model.parameter({ id: `parameter ${index}`, unit: "kW", values, nominal, ...source });
  });
}

/** Adds the uses that fall on the sum of this position. */
export function addUses(
  sum: SumBuilder,
  { uses }: UncertaintySpec,
  parameters: readonly Uncertain[],
  place: { readonly sum: number; readonly sums: number; readonly columns: number },
): void {
  for (const use of uses) {
    if (use.sum % place.sums !== place.sum) continue;
    const value = times(use.factor, parameters[use.parameter % parameters.length]!);
    if (use.column === null || place.columns === 0) sum.constant(value);
    else sum.plus(value, use.column % place.columns);
  }
}
