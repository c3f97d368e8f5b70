import type { Ack, OpenContext, WriteLink } from "@qtwin/twin";
import { AttributeIds, type ClientSession, DataType, StatusCodes } from "node-opcua";
import { isSimulated, type OpcuaConfig } from "./config.ts";
import { opcuaError } from "./errors.ts";
import { opcuaPoints } from "./measurement.ts";
import { readPoints, readValues } from "./read-nodes.ts";
import { type Attachment, keepOpen } from "./reconnect.ts";
import { openSession } from "./session.ts";

interface Writing extends Attachment {
  readonly session: ClientSession;
  readonly user: string;
}

/**
 * Opens the writer's connection. It is opened again after a loss, but nothing is ever sent again by itself: a send
 * that fails here has an unknown outcome, and only the write step decides what to do.
 * @throws what `openSession` throws, at the first opening only
 */
export async function openWriteLink(config: OpcuaConfig, context: OpenContext): Promise<WriteLink> {
  const open = async (): Promise<Writing> => {
    const secure = await openSession(config, "writer", context);
    return { ...secure, clockOffsetMs: () => null };
  };
  const kept = await keepOpen(open, context, () => undefined);

  const call = async (methodId: string, argument: string | null) => {
    const { session, user } = kept.current();
    const inputArguments = argument === null ? [] : [{ dataType: DataType.String, value: argument }];
    const result = await session
      .call({ objectId: config.leaseObjectId, methodId, inputArguments })
      .catch((cause: unknown) => {
        throw opcuaError.notConnected("the call was not answered", cause);
      });
    refuse(result.statusCode, "Calling", methodId, user);
  };

  return {
    status: kept.status,
    send: async (point, command) => {
      const { session, user } = kept.current();
      const write = {
        nodeId: point.commandNodeId,
        attributeId: AttributeIds.Value,
        value: { value: { dataType: DataType.String, value: JSON.stringify(command) } },
      };
      const status = await session.write(write).catch((cause: unknown) => {
        throw opcuaError.notConnected("the write was not answered", cause);
      });
      refuse(status, "Writing", point.commandNodeId, user);
    },
    readAck: async (point) => {
      const [data] = await readValues(kept.current().session, [point.ackNodeId]);
      if (!data?.statusCode.isGood()) {
        throw opcuaError.requestFailed("Reading", point.ackNodeId, data?.statusCode.name ?? "no answer");
      }
      const text: unknown = data.value.value;
      return typeof text === "string" && text !== "" ? (JSON.parse(text) as Ack) : null;
    },
    readPoint: async (point) => {
      const known = opcuaPoints([point]);
      if (known.length === 0) throw opcuaError.unknownPoint(point.id);
      return (await readPoints(kept.current().session, known, context.clock, isSimulated(config)))[0]!;
    },
    heartbeat: () => call(config.heartbeatMethodId, null),
    release: (assets) => call(config.releaseMethodId, JSON.stringify(assets ?? [])),
    close: kept.close,
  };
}

const denials = new Set<number>([
  StatusCodes.BadUserAccessDenied.value,
  StatusCodes.BadNotWritable.value,
  StatusCodes.BadNotExecutable.value,
]);

function refuse(
  status: { isGood: () => boolean; value: number; name: string },
  what: string,
  nodeId: string,
  user: string,
) {
  if (status.isGood()) return;
  if (denials.has(status.value)) throw opcuaError.writeDenied(nodeId, user, status.name);
  throw opcuaError.requestFailed(what, nodeId, status.name);
}
