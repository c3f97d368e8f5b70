import {
  DataType,
  DataValue,
  type IVariableHistorian,
  type ReadRawModifiedDetails,
  StatusCodes,
} from "node-opcua";
import type { ArchivedPoint, HistoryArchive } from "./history-archive.ts";

/** HistoryRead of raw values: quarter-hour means, each stamped with the start of its quarter. */
export const historianOf = (archive: HistoryArchive, point: ArchivedPoint): IVariableHistorian => ({
  push: async () => undefined,
  extractDataValues: (
    details: ReadRawModifiedDetails,
    mostValues,
    isReversed,
    _reverseDataValue,
    callback,
  ) => {
    const startMs = details.startTime?.getTime() ?? Number.NaN;
    const endMs = details.endTime?.getTime() ?? Number.NaN;
    const fromMs = Number.isNaN(startMs) || isUnset(details.startTime) ? Number.NEGATIVE_INFINITY : startMs;
    const toMs = Number.isNaN(endMs) || isUnset(details.endTime) ? Number.POSITIVE_INFINITY : endMs;
    const found = archive.read(point, Math.min(fromMs, toMs), Math.max(fromMs, toMs));
    const ordered = isReversed ? found.toReversed() : found;
    const cut = mostValues > 0 ? ordered.slice(0, mostValues) : ordered;
    callback(null, cut.map(toDataValue));
  },
});

/** The standard's "not given" is the first instant of its calendar, 1601. */
const isUnset = (time: Date | null | undefined): boolean => !time || time.getUTCFullYear() <= 1601;

const toDataValue = ({ startMs, mean }: { startMs: number; mean: number }): DataValue =>
  new DataValue({
    value: { dataType: DataType.Double, value: mean },
    statusCode: StatusCodes.Good,
    sourceTimestamp: new Date(startMs),
    serverTimestamp: new Date(startMs),
  });
