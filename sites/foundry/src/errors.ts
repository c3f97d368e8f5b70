import { QtwinError } from "@qtwin/core";

/** Every failure the simulated foundry can throw. */
export const foundryErrors = {
  unknownAsset: (asset: string, known: readonly string[]) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_FOUNDRY_UNKNOWN_ASSET",
      message: `The foundry has no asset '${asset}'.`,
      fix: `Use one of: ${known.join(", ")}.`,
    }),
  unknownPoint: (pointId: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_FOUNDRY_UNKNOWN_POINT",
      message: `The foundry has no point '${pointId}'.`,
      fix: "Use an id of sites/foundry/points.json.",
    }),
  unknownOrder: (orderId: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_FOUNDRY_UNKNOWN_ORDER",
      message: `There is no open order '${orderId}'.`,
      fix: "Use an id of the point orders.heats.",
    }),
  unreadablePrices: (file: string, detail: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_FOUNDRY_PRICES_UNREADABLE",
      message: `The price file cannot be read: ${detail}`,
      fix: "Give a CSV (gzip allowed) with a time column and a price column in EUR/MWh, hourly or per quarter-hour.",
      where: file,
    }),
  badCheckpoint: (detail: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_FOUNDRY_BAD_CHECKPOINT",
      message: `The checkpoint does not fit this plant: ${detail}`,
      fix: "Remove the plant's checkpoint file to begin anew.",
    }),
};
