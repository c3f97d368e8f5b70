import type { Json } from "@qtwin/core";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Connector, LinkStatus, OpenContext, ReadLink } from "../connector.ts";
import type { Quality, RawMeasurement } from "../measurement.ts";
import type { PointSpec } from "../point.ts";

/** A real source made for one test. */
export interface ContractSource<Config> {
  readonly config: Config;
  readonly context: OpenContext;
  /** A number point of `context.points` that `emit` can move. */
  readonly point: PointSpec;
  /** Makes the source say a new value of the point. */
  readonly emit: (value: number, quality: Quality) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ConnectorContract<Config> {
  readonly connector: Connector<Config>;
  readonly source: () => Promise<ContractSource<Config>>;
  /** Configurations that are wrong on paper; `where` is part of the place that must be named. */
  readonly wrong: readonly {
    readonly title: string;
    readonly config: unknown;
    readonly where: string;
    readonly points?: readonly PointSpec[];
  }[];
  /** A well-formed configuration of a source that is not there. */
  readonly unreachable: () => Promise<{ readonly config: Config; readonly context: OpenContext }>;
  /** For each wait; default 15 s. */
  readonly timeoutMs?: number;
}

interface Reading {
  readonly link: ReadLink;
  readonly taken: RawMeasurement[];
  readonly statuses: LinkStatus[];
  /** While true, batches are refused. */
  refuse: boolean;
  refusals: number;
}

/**
 * What every connector promises, as tests against a real source: called once in `x.contract.test.ts` of its folder.
 */
export function connectorContract<Config>(contract: ConnectorContract<Config>): void {
  testRecord(contract);
  testConfiguration(contract);
  testDelivery(contract);
  testEnd(contract);
}

const waitOptions = (contract: { readonly timeoutMs?: number }) => ({
  timeout: contract.timeoutMs ?? 15_000,
  interval: 25,
});

function testRecord<Config>({ connector }: ConnectorContract<Config>): void {
  test("CC1 the record says what the connector is and can", () => {
    expect(connector.id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(connector.title).not.toBe("");
    expect(connector.can).toContain("read");
    expect(connector.can.includes("write")).toBe(connector.openWrite !== undefined);
  });
}

function testConfiguration<Config>(contract: ConnectorContract<Config>): void {
  test.each([...contract.wrong])(
    "CC2 offline, a wrong configuration is refused where it is wrong: $title",
    ({ config, where, points }) => {
      const parsed = contract.connector.config.safeParse(config);
      const findings = parsed.success
        ? contract.connector
            .check(parsed.data, points ?? [])
            .filter((finding) => finding.level === "error")
            .map((finding) => ({ ...finding, complete: finding.message !== "" && finding.fix !== "" }))
        : parsed.error.issues.map((issue) => ({
            where: issue.path.join("."),
            complete: issue.message !== "",
          }));
      expect(findings.map((finding) => finding.where).join(" ")).toContain(where);
      expect(findings.every((finding) => finding.complete)).toBe(true);
    },
  );

  test("CC3 a right configuration passes offline", async () => {
    const source = await contract.source();
    onTestFinished(source.close);
    expect(contract.connector.config.safeParse(source.config).success).toBe(true);
    const findings = contract.connector.check(source.config, source.context.points);
    expect(findings.filter((finding) => finding.level === "error")).toEqual([]);
  });
}

async function open<Config>(
  contract: ConnectorContract<Config>,
): Promise<{ source: ContractSource<Config>; reading: Reading }> {
  const source = await contract.source();
  onTestFinished(source.close);
  const taken: RawMeasurement[] = [];
  const statuses: LinkStatus[] = [];
  const state = { refuse: false, refusals: 0 };
  const link = await contract.connector.openRead(source.config, source.context, {
    onBatch: async (batch) => {
      if (state.refuse) {
        state.refusals += batch.length;
        throw new Error("refused by the test: the store is away");
      }
      taken.push(...batch);
    },
    onStatus: (status) => statuses.push(status),
  });
  onTestFinished(() => link.close());
  const reading = Object.assign(state, { link, taken, statuses });
  await vi.waitFor(() => expect(link.status().state).toBe("connected"), waitOptions(contract));
  return { source, reading };
}

const valuesOf = (reading: Reading, pointId: string): readonly Json[] =>
  reading.taken.filter((each) => each.pointId === pointId).map((each) => each.value);

function testDelivery<Config>(contract: ConnectorContract<Config>): void {
  test("CC4 a value arrives with unit, times, quality and source", async () => {
    const { source, reading } = await open(contract);
    const { point } = source;
    await source.emit(41.5, "good");
    await vi.waitFor(() => expect(valuesOf(reading, point.id)).toContain(41.5), waitOptions(contract));
    const found = reading.taken.find((each) => each.pointId === point.id && each.value === 41.5)!;
    expect(found).toMatchObject({
      quality: "good",
      source: expect.stringMatching(`^${contract.connector.id}:.+`),
    });
    expect(found.unit).not.toBe("");
    expect(found.qualityCode).not.toBe("");
    expect(Number.isFinite(found.sourceTimeMs) && found.sourceTimeMs > 0).toBe(true);
    expect(found.serverTimeMs).toBeGreaterThan(0);
    const known = new Set(source.context.points.map(({ id }) => id));
    expect(reading.taken.filter((each) => !known.has(each.pointId))).toEqual([]);
  });

  test("CC5 the quality the source gives is kept", async () => {
    const { source, reading } = await open(contract);
    await source.emit(42.5, "uncertain");
    await vi.waitFor(
      () =>
        expect(reading.taken).toContainEqual(
          expect.objectContaining({ pointId: source.point.id, value: 42.5, quality: "uncertain" }),
        ),
      waitOptions(contract),
    );
  });

  test("CC6 what was refused is delivered again: nothing is lost before it is taken", async () => {
    const { source, reading } = await open(contract);
    reading.refuse = true;
    await source.emit(43.5, "good");
    await vi.waitFor(() => expect(reading.refusals).toBeGreaterThan(0), waitOptions(contract));
    expect(valuesOf(reading, source.point.id)).not.toContain(43.5);
    reading.refuse = false;
    await vi.waitFor(() => expect(valuesOf(reading, source.point.id)).toContain(43.5), waitOptions(contract));
  });

  test("CC7 every point can be read at once", async () => {
    const { source, reading } = await open(contract);
    await source.emit(44.5, "good");
    await vi.waitFor(() => expect(valuesOf(reading, source.point.id)).toContain(44.5), waitOptions(contract));
    const now = await reading.link.readNow();
    expect(now.find((each) => each.pointId === source.point.id)?.value).toBe(44.5);
  });
}

function testEnd<Config>(contract: ConnectorContract<Config>): void {
  test("CC8 after close nothing arrives, and closing twice is fine", async () => {
    const { source, reading } = await open(contract);
    await reading.link.close();
    await reading.link.close();
    const taken = reading.taken.length;
    await source.emit(45.5, "good");
    const seen: RawMeasurement[] = [];
    // A second link sees the value: so it was there to be seen by the first.
    const second = await contract.connector.openRead(source.config, source.context, {
      onBatch: async (batch) => void seen.push(...batch),
      onStatus: () => undefined,
    });
    onTestFinished(() => second.close());
    await vi.waitFor(async () => {
      const now = await second.readNow();
      expect([...seen, ...now].map((each) => each.value)).toContain(45.5);
    }, waitOptions(contract));
    expect(reading.taken.length).toBe(taken);
  });

  test("CC9 a source that is not there is said to be away, in words", async () => {
    const { config, context } = await contract.unreachable();
    const statuses: LinkStatus[] = [];
    const opened = await contract.connector
      .openRead(config, context, {
        onBatch: async () => undefined,
        onStatus: (status) => statuses.push(status),
      })
      .catch((thrown: unknown) => thrown as Error);
    if (opened instanceof Error) {
      expect(opened).toMatchObject({ name: "QtwinError", fix: expect.stringMatching(/.+/) });
      return;
    }
    onTestFinished(() => opened.close());
    await vi.waitFor(() => {
      expect(opened.status().state).not.toBe("connected");
      expect([...statuses, opened.status()].some((status) => status.detail !== "")).toBe(true);
    }, waitOptions(contract));
  });
}
