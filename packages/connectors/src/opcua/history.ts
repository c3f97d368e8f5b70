import type { RawMeasurement, SiteClock } from "@qtwin/twin";
import {
  type ClientSession,
  type DataValue,
  type HistoryData,
  HistoryReadRequest,
  ReadRawModifiedDetails,
  TimestampsToReturn,
} from "node-opcua";
import { opcuaError } from "./errors.ts";
import { type OpcuaPoint, toMeasurement } from "./measurement.ts";

/** Values asked for at once; servers cap their answers, so the rest is fetched by continuation. */
const valuesPerRequest = 1000;

/** Servers that keep no history for a node say one of these; that is an answer, not a failure. */
const noHistory = new Set([
  "BadHistoryOperationUnsupported",
  "BadHistoryOperationInvalid",
  "BadNotReadable",
  "BadUserAccessDenied",
  "BadNodeIdUnknown",
  "BadNoDataAvailable",
  "BadServiceUnsupported",
]);

/** Raw history of one node in [fromMs, toMs), oldest first; empty where the server keeps none. */
export async function readHistory(
  session: ClientSession,
  point: OpcuaPoint,
  nodeId: string,
  fromMs: number,
  toMs: number,
  clock: SiteClock,
): Promise<readonly RawMeasurement[]> {
  const details = new ReadRawModifiedDetails({
    isReadModified: false,
    startTime: new Date(fromMs),
    endTime: new Date(toMs),
    numValuesPerNode: valuesPerRequest,
    returnBounds: false,
  });
  const measurements: RawMeasurement[] = [];
  let continuationPoint: Buffer | undefined;
  do {
    const page = await readPage(session, details, nodeId, continuationPoint);
    for (const data of page.values) {
      const measurement = { ...toMeasurement(point, data, clock.nowMs()), source: `opcua:${nodeId}` };
      if (measurement.sourceTimeMs >= fromMs && measurement.sourceTimeMs < toMs)
        measurements.push(measurement);
    }
    continuationPoint = page.continuationPoint;
  } while (continuationPoint !== undefined);
  return measurements;
}

async function readPage(
  session: ClientSession,
  historyReadDetails: ReadRawModifiedDetails,
  nodeId: string,
  continuationPoint: Buffer | undefined,
): Promise<{ values: readonly DataValue[]; continuationPoint: Buffer | undefined }> {
  const request = new HistoryReadRequest({
    historyReadDetails,
    nodesToRead: [{ nodeId, ...(continuationPoint ? { continuationPoint } : {}) }],
    releaseContinuationPoints: false,
    timestampsToReturn: TimestampsToReturn.Both,
  });
  const response = await session.historyRead(request).catch((cause: unknown) => {
    throw opcuaError.notConnected("the history was not answered", cause);
  });
  const result = response.results?.[0];
  if (!result || noHistory.has(result.statusCode.name)) return { values: [], continuationPoint: undefined };
  // `GoodNoData` is good too: only the two highest bits decide.
  if (result.statusCode.value >>> 30 !== 0) {
    throw opcuaError.requestFailed("Reading the history of", nodeId, result.statusCode.name);
  }
  const next = result.continuationPoint;
  return {
    values: (result.historyData as HistoryData | null)?.dataValues ?? [],
    continuationPoint: next && next.length > 0 ? next : undefined,
  };
}
