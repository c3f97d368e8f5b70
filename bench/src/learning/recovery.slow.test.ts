import { expect, test } from "vitest";
import { recover } from "./recovery.ts";

const fortnight = { dataDir: "/nonexistent", fromDate: "2023-05-08", days: 14 } as const;
const mismatch = { share: 0.1 } as const;

/** What this plant never does in a fortnight: its second large compressor stands by. */
const neverSeen = ["air.c2.loadKw", "air.c2.idleKw"];

test("a tenth of mismatch is found again within its interval, from the meters of a simulated fortnight", async () => {
  const recovered = [
    ...(await recover({ ...fortnight, seed: 1, mismatch })),
    ...(await recover({ ...fortnight, seed: 2, mismatch })),
  ];
  const measured = recovered.filter(({ learnt }) => !neverSeen.includes(learnt.id));
  const share = (is: (each: (typeof measured)[number]) => boolean): number =>
    measured.filter(is).length / measured.length;
  expect(measured.length).toBeGreaterThan(30);
  expect(share(({ learnt }) => learnt.verdict === "accepted")).toBeGreaterThan(0.75);
  // Two plants are few: nominal 0.80 and 0.95, with two standard deviations of a share of 36.
  expect(share(({ in80 }) => in80)).toBeGreaterThan(0.66);
  expect(share(({ in95 }) => in95)).toBeGreaterThan(0.87);
  const errors = (of: (each: (typeof measured)[number]) => number): number =>
    measured.reduce((sum, each) => sum + Math.abs(of(each) / each.truth - 1), 0) / measured.length;
  expect(errors(({ learnt }) => learnt.value)).toBeLessThan(0.4 * errors(({ learnt }) => learnt.siteValue));
}, 120_000);
