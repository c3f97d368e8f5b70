import { createRandom } from "@qtwin/core";
import { createModel, type IntervalSpec, type Model } from "@qtwin/model";

const meaning = (id: string) => ({ id, rule: id, sentence: `Rule ${id}.`, unit: "min" });

export interface Operation {
  readonly machine: number;
  readonly duration: number;
  readonly wait: number;
  readonly release: number;
}

/** How a shop is written as a model. */
export interface Form {
  /** Starts are continuous, in hours, orders are rows, and the objective is −2·makespan + 3 to be maximised. */
  readonly unusual: boolean;
  readonly shuffle: number;
  /** Of durations; absent: 1, or an unusual one. */
  readonly unit?: number;
}

/** The shop as a model, its variables and structures in any order. */
export function modelOf(
  shop: readonly (readonly Operation[])[],
  { unusual, shuffle, unit = unusual ? 1 / 4 : 1 }: Form,
): Model {
  const random = createRandom(shuffle);
  const model = createModel({ name: "shop", sense: unusual ? "maximize" : "minimize" });
  const all = shop.flatMap((own, job) => own.map((each, step) => ({ ...each, job, step })));
  const keys = new Map(all.map((each) => [each, random.next()]));
  const shuffled = all.toSorted((a, b) => keys.get(a)! - keys.get(b)!);
  const makespan = unusual ? model.continuous("end") : model.integer("end", { upper: 400 * unit });
  const starts = new Map(
    shuffled.map(({ job, step, release }) => {
      const [name, bounds] = [
        `v${random.integer(1e6)}-${job}-${step}`,
        { lower: release * unit, upper: 400 * unit },
      ];
      return [`${job}-${step}`, unusual ? model.continuous(name, bounds) : model.integer(name, bounds)];
    }),
  );
  for (const { job, step, duration, wait } of shuffled) {
    const next = starts.get(`${job}-${step + 1}`);
    const lag = (duration + (next === undefined ? 0 : wait)) * unit;
    const [own, after, id] = [
      starts.get(`${job}-${step}`)!,
      next ?? makespan,
      meaning(`order${job}-${step}`),
    ];
    if (unusual) model.constraint(id).plus(1, after).plus(-1, own).atLeast(lag);
    else model.precedence(id, own, after, lag);
  }
  for (let machine = 0; machine < 3; machine++) {
    const work: IntervalSpec[] = shuffled
      .filter((each) => each.machine === machine)
      .map(({ job, step, duration }) => ({
        start: starts.get(`${job}-${step}`)!,
        duration: duration * unit,
      }));
    if (work.length > 0) model.noOverlap(meaning(`machine${machine}`), work);
  }
  const objective = model.objective(meaning("makespan"));
  if (unusual) objective.plus(-2, makespan).constant(3);
  else objective.plus(1, makespan);
  return model.build();
}
