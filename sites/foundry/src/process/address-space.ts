import { invariant } from "@qtwin/core";
import {
  AccessLevelFlag,
  type AddressSpace,
  DataType,
  DataValue,
  type ISessionContext,
  makeEUInformation,
  type Namespace,
  NodeClass,
  PermissionType,
  type RolePermissionTypeOptions,
  type StatusCode,
  StatusCodes,
  type UAObject,
  type UAVariable,
  Variant,
  WellKnownRoles,
} from "node-opcua";
import type { FoundryAck, SensorReading } from "../plant-model.ts";
import { historianOf } from "./historian.ts";
import { archivedPoints, type HistoryArchive } from "./history-archive.ts";
import type { PlantEpoch } from "./plant-clock.ts";
import type { PlantPoint, PlantPoints, PlantWritePoint } from "./points.ts";

export const namespaceUri = "urn:qtwin:foundry";
/** Role of the writer identity; the reader is only an authenticated user. */
export const writerRole = WellKnownRoles.Operator;

/** What the nodes show and do. */
export interface AddressSpaceBinding {
  readonly catalogue: PlantPoints;
  readonly history: HistoryArchive;
  readonly epoch: () => PlantEpoch;
  readonly nowMs: () => number;
  /** A command arrives; null when the text is no command. */
  readonly takeCommand: (pointId: string, text: string) => FoundryAck | null;
  readonly lastAck: (pointId: string) => FoundryAck | null;
  readonly heartbeat: () => void;
  readonly release: (assets: readonly string[]) => void;
}

export interface PlantNodes {
  /** Shows new readings; those whose source time is old are left alone. */
  readonly show: (readings: readonly SensorReading[]) => void;
}

const readable = PermissionType.Browse | PermissionType.Read | PermissionType.ReadHistory;
const forEverybody: RolePermissionTypeOptions = {
  roleId: WellKnownRoles.AuthenticatedUser,
  permissions: readable,
};
const onlyWriterMay = (permission: PermissionType): RolePermissionTypeOptions[] => [
  forEverybody,
  { roleId: writerRole, permissions: readable | permission },
];

/** Builds namespace 2: the points, the eight command nodes, the lease methods and the clock. */
export function buildAddressSpace(addressSpace: AddressSpace, binding: AddressSpaceBinding): PlantNodes {
  const namespace = addressSpace.registerNamespace(namespaceUri);
  invariant(namespace.index === 2, "the plant's namespace must have index 2");
  // Also the standard's namespaces, and the diagnostics each new session adds to the server's own: read only.
  for (const each of addressSpace.getNamespaceArray()) each.setDefaultRolePermissions([forEverybody]);
  const plant = namespace.addObject({
    browseName: "Foundry",
    nodeId: "s=foundry",
    organizedBy: addressSpace.rootFolder.objects,
  });
  const folders = new Map<string, UAObject>();
  const folderOf = (asset: string): UAObject => {
    const known = folders.get(asset);
    if (known) return known;
    const folder = namespace.addObject({ browseName: asset, nodeId: `s=asset.${asset}`, componentOf: plant });
    folders.set(asset, folder);
    return folder;
  };

  const variables = new Map<string, UAVariable>();
  for (const point of binding.catalogue.points) {
    const isArchived = (archivedPoints as readonly string[]).includes(point.id);
    if (point.source.connector !== "opcua" && !isArchived) continue;
    variables.set(point.id, addPoint(namespace, folderOf(point.asset), point));
  }
  for (const pointId of archivedPoints) {
    const variable = variables.get(pointId);
    invariant(variable, `${pointId} is archived but not a point`);
    addressSpace.installHistoricalDataNode(variable, { historian: historianOf(binding.history, pointId) });
  }
  const commandNodes = binding.catalogue.writePoints.map((point) =>
    addCommand(namespace, folderOf(point.asset), point, binding),
  );
  addClock(namespace, plant, binding);
  addLease(namespace, plant, binding);
  lockEverythingBut(addressSpace, new Set(commandNodes));
  return { show: showing(variables, binding.catalogue.points) };
}

function addPoint(namespace: Namespace, folder: UAObject, point: PlantPoint): UAVariable {
  const options = {
    componentOf: folder,
    browseName: point.id,
    nodeId: `s=${point.id}`,
    displayName: point.title,
    accessLevel: "CurrentRead",
    userAccessLevel: "CurrentRead",
    minimumSamplingInterval: 0,
  } as const;
  if (point.type === "number" && point.range) {
    return namespace.addAnalogDataItem({
      ...options,
      dataType: "Double",
      engineeringUnitsRange: { low: point.range.min, high: point.range.max },
      engineeringUnits: makeEUInformation(point.unit, point.unit, point.unit),
    });
  }
  return namespace.addVariable({ ...options, dataType: DataType[variantTypeOf(point)] });
}

const variantTypeOf = (point: PlantPoint): DataType => {
  if (point.type === "number") return DataType.Double;
  return point.type === "boolean" ? DataType.Boolean : DataType.String;
};

function addCommand(
  namespace: Namespace,
  folder: UAObject,
  point: PlantWritePoint,
  binding: AddressSpaceBinding,
): UAVariable {
  let lastText = "";
  const command = namespace.addVariable({
    componentOf: folder,
    browseName: `${point.id}.command`,
    nodeId: `s=${point.id}.command`,
    displayName: `${point.title}: command`,
    dataType: "String",
    accessLevel: "CurrentRead | CurrentWrite",
    userAccessLevel: "CurrentRead | CurrentWrite",
    rolePermissions: onlyWriterMay(PermissionType.Write),
    minimumSamplingInterval: 1000,
    value: {
      get: () => new Variant({ dataType: DataType.String, value: lastText }),
      set: (variant: Variant): StatusCode => {
        const text = String(variant.value ?? "");
        try {
          if (binding.takeCommand(point.id, text) === null) return StatusCodes.BadInvalidArgument;
        } catch {
          // The id cannot be remembered (disk full), so the command must not work.
          return StatusCodes.BadResourceUnavailable;
        }
        lastText = text;
        return StatusCodes.Good;
      },
    },
  });
  namespace.addVariable({
    componentOf: folder,
    browseName: `${point.id}.ack`,
    nodeId: `s=${point.id}.ack`,
    displayName: `${point.title}: answer`,
    dataType: "String",
    accessLevel: "CurrentRead",
    userAccessLevel: "CurrentRead",
    minimumSamplingInterval: 200,
    value: {
      get: () => {
        const ack = binding.lastAck(point.id);
        return new Variant({ dataType: DataType.String, value: ack === null ? "" : JSON.stringify(ack) });
      },
    },
  });
  return command;
}

function addClock(namespace: Namespace, plant: UAObject, binding: AddressSpaceBinding): void {
  namespace.addVariable({
    componentOf: plant,
    browseName: "plant.clock",
    nodeId: "s=plant.clock",
    displayName: "Plant clock",
    dataType: "String",
    accessLevel: "CurrentRead",
    userAccessLevel: "CurrentRead",
    minimumSamplingInterval: 1000,
    value: {
      timestamped_get: () => {
        const now = new Date(binding.nowMs());
        return new DataValue({
          value: { dataType: DataType.String, value: JSON.stringify(binding.epoch()) },
          sourceTimestamp: now,
          serverTimestamp: now,
        });
      },
    },
  });
}

function addLease(namespace: Namespace, plant: UAObject, binding: AddressSpaceBinding): void {
  const qtwin = namespace.addObject({ browseName: "qtwin", nodeId: "s=qtwin", componentOf: plant });
  const heartbeat = namespace.addMethod(qtwin, {
    browseName: "heartbeat",
    nodeId: "s=qtwin.heartbeat",
    rolePermissions: onlyWriterMay(PermissionType.Call),
    inputArguments: [],
    outputArguments: [],
  });
  heartbeat.bindMethod(async (_inputArguments: Variant[], _context: ISessionContext) => {
    binding.heartbeat();
    return { statusCode: StatusCodes.Good, outputArguments: [] };
  });
  const release = namespace.addMethod(qtwin, {
    browseName: "release",
    nodeId: "s=qtwin.release",
    rolePermissions: onlyWriterMay(PermissionType.Call),
    inputArguments: [
      { name: "assets", dataType: DataType.String, description: "JSON list of assets; empty: all" },
    ],
    outputArguments: [],
  });
  release.bindMethod(async (inputArguments: Variant[], _context: ISessionContext) => {
    const assets = parseAssets(inputArguments[0]?.value);
    if (assets === null) return { statusCode: StatusCodes.BadInvalidArgument, outputArguments: [] };
    binding.release(assets);
    return { statusCode: StatusCodes.Good, outputArguments: [] };
  });
}

function parseAssets(text: unknown): readonly string[] | null {
  if (text === null || text === undefined || text === "") return [];
  try {
    const list: unknown = JSON.parse(String(text));
    return Array.isArray(list) && list.every((asset) => typeof asset === "string") ? list : null;
  } catch {
    return null;
  }
}

/** Also the standard's own namespace has variables that are writable as delivered; here none is. */
function lockEverythingBut(addressSpace: AddressSpace, writable: ReadonlySet<UAVariable>): void {
  for (const namespace of addressSpace.getNamespaceArray()) {
    for (const node of namespace.nodeIterator()) {
      if (node.nodeClass !== NodeClass.Variable) continue;
      const variable = node as UAVariable;
      if (writable.has(variable)) continue;
      variable.accessLevel &= ~AccessLevelFlag.CurrentWrite;
      if (variable.userAccessLevel !== undefined) variable.userAccessLevel &= ~AccessLevelFlag.CurrentWrite;
    }
  }
}

function showing(
  variables: ReadonlyMap<string, UAVariable>,
  points: readonly PlantPoint[],
): PlantNodes["show"] {
  const typeById = new Map(points.map((point) => [point.id, point]));
  const shownMs = new Map<string, number>();
  return (readings) => {
    for (const reading of readings) {
      const variable = variables.get(reading.pointId);
      if (!variable || shownMs.get(reading.pointId) === reading.sourceTimeMs) continue;
      shownMs.set(reading.pointId, reading.sourceTimeMs);
      const status = statusOf(reading.qualityCode);
      variable.setValueFromSource(
        variantOf(typeById.get(reading.pointId)!, reading),
        status,
        new Date(reading.sourceTimeMs),
      );
    }
  };
}

const statusOf = (code: string): StatusCode =>
  (StatusCodes as unknown as Record<string, StatusCode | undefined>)[code] ?? StatusCodes.BadSensorFailure;

function variantOf(point: PlantPoint, reading: SensorReading): { dataType: DataType; value: unknown } {
  const dataType = variantTypeOf(point);
  if (point.type === "json") return { dataType, value: JSON.stringify(reading.value) };
  if (reading.value === null) return { dataType: DataType.Null, value: null };
  return { dataType, value: reading.value };
}
