import { createModel, type Model } from "@qtwin/model";

/**
 * Single-source capacitated facility location: `facilities customers`, capacities, opening costs, demands, then a row a
 * customer with the cost of serving all its demand from each facility. A customer is a choice among the facilities.
 */
export function facilityLocationModel(name: string, text: string): Model {
  const numbers = text.trim().split(/\s+/).map(Number);
  const [facilities = 0, customers = 0, ...data] = numbers;
  let at = 0;
  const take = (count: number): number[] => {
    at += count;
    return data.slice(at - count, at);
  };
  const [capacity, opening, demand] = [take(facilities), take(facilities), take(customers)];
  const cost = Array.from({ length: customers }, () => take(facilities));
  if (data.length !== at || data.some(Number.isNaN))
    throw new Error(`${name} does not have the announced numbers.`);

  const model = createModel({ name, sense: "minimize" });
  const open = capacity.map((_, facility) => model.binary(`open[${facility}]`));
  const labels = capacity.map((_, facility) => String(facility));
  const served = demand.map((_, customer) => model.choice(`from[${customer}]`, labels));
  open.forEach((isOpen, facility) => {
    const row = model.constraint({
      id: `capacity[${facility}]`,
      rule: "capacity",
      sentence: "A facility serves no more than its capacity, and nothing while it is closed.",
      unit: "1",
    });
    served.forEach((choice, customer) => {
      row.plus(demand[customer]!, choice.option(facility));
    });
    row.plus(-capacity[facility]!, isOpen).atMost(0);
  });
  const total = model.objective({
    id: "cost",
    rule: "cost",
    sentence: "Cost of opening facilities and of serving customers from them.",
    unit: "1",
  });
  total.plusAll(opening, open);
  served.forEach((choice, customer) => {
    for (let facility = 0; facility < facilities; facility++)
      total.plus(cost[customer]![facility]!, choice.option(facility));
  });
  return model.build();
}
