import { QtwinError, unitNames } from "@qtwin/core";

/** Every failure of this package. */
export const twinErrors = {
  catalogueInvalid: (where: string, message: string, fix: string) =>
    new QtwinError({ kind: "invalid-input", code: "QT_TWIN_CATALOGUE", message, fix, where }),

  unknownUnit: (where: string, pointId: string, unit: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_TWIN_UNKNOWN_UNIT",
      message: `Point '${pointId}' has the unit '${unit}', which Qtwin does not know.`,
      fix: `Use one of: ${unitNames.join(", ")}.`,
      where,
    }),

  duplicatePoint: (where: string, pointId: string, first: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_TWIN_DUPLICATE_POINT",
      message: `The id '${pointId}' is used twice; first in ${first}.`,
      fix: "Give each point an id of its own.",
      where,
    }),

  unknownPoint: (where: string, pointId: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_TWIN_UNKNOWN_POINT",
      message: `There is no point '${pointId}' in the catalogue.`,
      fix: "Correct the id, or declare the point under 'points'.",
      where,
    }),
};
