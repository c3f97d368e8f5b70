import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Xorshift } from "../search/xorshift.ts";
import { readShop } from "../shop/read-shop.ts";
import { anyShop, type ShopSpec, shifted, spokenShop } from "../shop/testing/any-shop.ts";
import { construct } from "./construct.ts";
import { loadBetween, memberOf } from "./elite.ts";
import { ShopGraph } from "./shop-graph.ts";

/** The order near one schedule of a shop. */
function orderNear(spec: ShopSpec, seed: number): number[] {
  const reading = readShop(spokenShop(spec).model);
  if ("reasons" in reading) throw new Error(reading.reasons.join(" "));
  const graph = new ShopGraph(reading.problem);
  construct(graph, new Xorshift(1), 0);
  const member = memberOf(graph);
  loadBetween(graph, member, member, new Xorshift(seed));
  return [...graph.order];
}

test("schedules near another do not depend on the moment from which times count", () => {
  fc.assert(
    fc.property(anyShop({ mostOperations: 9 }), fc.nat(), (spec, seed) => {
      expect(orderNear(shifted(spec, 4096), seed)).toEqual(orderNear(spec, seed));
    }),
  );
});
