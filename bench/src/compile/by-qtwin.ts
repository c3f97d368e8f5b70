import { compile, compileQubo, createModel, milpTarget } from "@qtwin/model";
import type { DenseCase, JobShopCase, LinearCase } from "./cases.ts";
import type { Conversions } from "./conversions.ts";

const meaning = (id: string): { id: string; rule: string; sentence: string; unit: string } => ({
  id,
  rule: "bench",
  sentence: "A row of the bench.",
  unit: "1",
});

/** Through the authoring interface and the compiler, as any user would. */
export const byQtwin: Conversions = {
  linear(source) {
    const { model } = compile(linearModel(source), milpTarget);
    return { variables: model.variables.count, terms: model.constraints.value.length };
  },
  dense(source) {
    const { qubo } = compileQubo(denseModel(source));
    return { variables: qubo.count, terms: qubo.value.length };
  },
  "job-shop"(source) {
    const { qubo } = compileQubo(jobShopModel(source));
    return { variables: qubo.count, terms: qubo.value.length };
  },
};

function linearModel(source: LinearCase): ReturnType<ReturnType<typeof createModel>["build"]> {
  const { variables, rows, start, column, value, upper, cost } = source;
  const model = createModel({ name: "linear", sense: "minimize" });
  for (let index = 0; index < variables / 2; index++) model.binary(`x${index}`);
  for (let index = variables / 2; index < variables; index++) model.continuous(`x${index}`, { upper: 10 });
  for (let row = 0; row < rows; row++) {
    const [from, to] = [start[row]!, start[row + 1]!];
    model
      .constraint(meaning(`c${row}`))
      .plusAll(value.subarray(from, to), column.subarray(from, to))
      .atMost(upper[row]!);
  }
  model.objective(meaning("cost")).plusAll(
    cost,
    Int32Array.from(cost, (_, index) => index),
  );
  return model.build();
}

function denseModel({ variables, quadratic, weights, total }: DenseCase): ReturnType<typeof linearModel> {
  const model = createModel({ name: "dense", sense: "minimize" });
  const columns = Int32Array.from({ length: variables }, (_, index) => model.binary(`x${index}`));
  model.constraint(meaning("total")).plusAll(weights, columns).equals(total);
  const cost = model.objective(meaning("cost"));
  let at = 0;
  for (let left = 0; left < variables; left++)
    for (let right = left; right < variables; right++) cost.product(quadratic[at++]!, left, right);
  return model.build();
}

function jobShopModel(source: JobShopCase): ReturnType<typeof linearModel> {
  const { earliest, latest, duration, precedences, machines, machineCount } = source;
  const model = createModel({ name: "job-shop", sense: "minimize" });
  const starts = Array.from(earliest, (lower, activity) =>
    model.integer(`start[${activity}]`, { lower, upper: latest[activity]! }),
  );
  for (let at = 0; at < precedences.length; at += 3) {
    const [before, after, lag] = [precedences[at]!, precedences[at + 1]!, precedences[at + 2]!];
    model.precedence(meaning(`precedence[${before},${after}]`), starts[before]!, starts[after]!, lag);
  }
  const each = machines.length / machineCount;
  for (let machine = 0; machine < machineCount; machine++) {
    const list = [...machines.subarray(machine * each, (machine + 1) * each)];
    const activities = list.map((activity) => ({ start: starts[activity]!, duration: duration[activity]! }));
    model.noOverlap(meaning(`machine[${machine}]`), activities);
  }
  model.objective(meaning("makespan")).plus(1, starts[starts.length - 1]!);
  return model.build();
}
