import type { RawMeasurement, SiteClock } from "@qtwin/twin";
import { AttributeIds, type ClientSession, type DataValue } from "node-opcua";
import { opcuaError } from "./errors.ts";
import { type OpcuaPoint, toMeasurement } from "./measurement.ts";

/** Values in one request; servers refuse very long ones. */
const nodesPerRequest = 200;

/**
 * Reads points once, from the source rather than from the server's cache where the server can.
 * @param isSimulated the server stamps a read with wall time, which is not plant time then: receipt counts instead
 */
export async function readPoints(
  session: ClientSession,
  points: readonly OpcuaPoint[],
  clock: SiteClock,
  isSimulated: boolean,
): Promise<readonly RawMeasurement[]> {
  const measurements: RawMeasurement[] = [];
  for (let start = 0; start < points.length; start += nodesPerRequest) {
    const part = points.slice(start, start + nodesPerRequest);
    const data = await readValues(
      session,
      part.map((point) => point.source.nodeId),
    );
    for (const [index, point] of part.entries()) {
      const measurement = toMeasurement(point, data[index]!, clock.nowMs());
      measurements.push(isSimulated ? { ...measurement, serverTimeMs: clock.nowMs() } : measurement);
    }
  }
  return measurements;
}

/** @throws QT_OPCUA_NOT_CONNECTED */
export async function readValues(session: ClientSession, nodeIds: readonly string[]): Promise<DataValue[]> {
  const nodes = nodeIds.map((nodeId) => ({ nodeId, attributeId: AttributeIds.Value }));
  try {
    return await session.read(nodes, 0);
  } catch (cause) {
    throw opcuaError.notConnected("the read was not answered", cause);
  }
}

/**
 * How far the clock of the source is ahead of ours: its time, against our time half-way through the request.
 * A node of type DateTime tells it by its value, any other by its source time stamp.
 */
export async function measureClockOffset(
  session: ClientSession,
  clockNodeId: string,
  clock: SiteClock,
): Promise<number | null> {
  const sentMs = clock.nowMs();
  const [data] = await readValues(session, [clockNodeId]);
  const middleMs = (sentMs + clock.nowMs()) / 2;
  const value: unknown = data?.value?.value;
  const told = value instanceof Date ? value : data?.sourceTimestamp;
  return told ? told.getTime() - middleMs : null;
}
