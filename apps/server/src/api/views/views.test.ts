import type { DataHealth, LinkView } from "@qtwin/api";
import type { CommandRecord } from "@qtwin/store";
import { describe, expect, test } from "vitest";
import { createHealthBoard, roleBeatMs } from "../health-board.ts";
import { type AlertInput, alertsOf, linkPatienceMs } from "./alerts.ts";
import { mpsColumns, solutionText } from "./solution.ts";

const data: DataHealth = {
  state: "good",
  total: 1,
  good: 1,
  uncertain: 0,
  bad: 0,
  stale: 0,
  missing: 0,
  worst: [],
};
const quiet: AlertInput = {
  nowMs: 10_000_000,
  links: [],
  roles: [],
  open: [],
  newest: null,
  commands: [],
  data,
  acknowledged: new Map(),
};
const link = (state: LinkView["state"], sinceMs: number): LinkView => ({
  connector: "opcua",
  state,
  sinceMs,
  clockOffsetMs: null,
  detail: "no answer",
});
const command = (id: string, endedAtMs: number, parts: Partial<CommandRecord> = {}): CommandRecord => ({
  id,
  siteId: "s",
  proposalId: "p",
  decisionId: "d",
  pointId: "f1.powerLimit",
  asset: "f1",
  slot: 0,
  value: 1,
  restore: 2,
  validFromMs: 0,
  validUntilMs: 1,
  state: "refused",
  preparedAtMs: endedAtMs,
  sentAtMs: null,
  sends: 1,
  ack: null,
  endedAtMs,
  reason: "over the limit",
  ...parts,
});

describe("alerts", () => {
  test("are silent while all is well, and patient with a link", () => {
    const sinceMs = quiet.nowMs - linkPatienceMs;
    expect(alertsOf({ ...quiet, links: [link("connected", 0), link("down", sinceMs)] })).toEqual([]);
  });

  test("name one owner, one action and a deadline", () => {
    const [alert] = alertsOf({ ...quiet, links: [link("down", 0)] });
    expect(alert).toMatchObject({
      code: "link.away",
      owner: "operator",
      deadlineMs: 1_800_000,
      acknowledgedBy: null,
    });
    expect(alert?.action).not.toBe("");
  });

  test("do not flood: many refused commands of an asset are one alert with a count", () => {
    const commands = Array.from({ length: 30 }, (_, index) =>
      command(`c${index}`, quiet.nowMs - index * 1000),
    );
    const old = command("old", quiet.nowMs - 7_200_000, { asset: "f2" });
    const alerts = alertsOf({ ...quiet, commands: [...commands, old] });
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ code: "command.refused", count: 30 });
  });

  test("keep who took them over", () => {
    const acknowledged = new Map([["link.opcua@0", "anna"]]);
    expect(alertsOf({ ...quiet, links: [link("down", 0)], acknowledged })[0]?.acknowledgedBy).toBe("anna");
    // The link was back in between: this is another alert, which nobody has taken over.
    expect(alertsOf({ ...quiet, links: [link("down", 60_000)], acknowledged })[0]?.acknowledgedBy).toBeNull();
  });
});

test("a role without signs of life is away", () => {
  let nowMs = 1_000;
  const board = createHealthBoard(() => nowMs);
  expect(board.roles()[0]).toMatchObject({ role: "ingest", state: "away", seenAtMs: null });
  board.take({ role: "ingest", state: "running", detail: "", links: [link("connected", 0)] });
  board.take({ role: "ingest", nonsense: true });
  expect(board.roles()[0]).toMatchObject({ state: "running", seenAtMs: 1_000 });
  expect(board.links()).toHaveLength(1);
  nowMs += 5 * roleBeatMs;
  expect(board.roles()[0]).toMatchObject({ state: "away", seenAtMs: 1_000 });
});

test("a solution is written with the names of its model", () => {
  const mps = [
    "NAME x",
    "ROWS",
    " N cost",
    " L cap",
    "COLUMNS",
    "    MARK0  'MARKER'  'INTORG'",
    "    heat[1]  cost  1  cap  1",
    "    MARK1  'MARKER'  'INTEND'",
    "    power  cost  2",
    "    power  cap  3",
    "RHS",
    "    rhs  cap  4",
    "ENDATA",
  ].join("\n");
  expect(mpsColumns(mps)).toEqual(["heat[1]", "power"]);
  const answer = {
    status: "optimal",
    sense: "minimize",
    objective: 5,
    bound: 5,
    gap: 0,
    seconds: 1,
    solver: "highs",
    seed: 1,
    solution: Float64Array.of(1, 2.5),
    feasibility: null,
    timeline: [],
    evidence: [],
  } as const;
  const lines = solutionText({ id: "r", mps, answer }).split("\n");
  expect(lines).toEqual(expect.arrayContaining(["# objective 5", "heat[1] 1", "power 2.5"]));
});
