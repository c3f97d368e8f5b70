import { QtwinError } from "@qtwin/core";

/** Every failure of the ingest service itself. */
export const ingestErrors = {
  /** Work that is under way when the service ends: the source keeps it. */
  stopped: (): QtwinError =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_INGEST_STOPPED",
      message: "The ingest service is ending; these values were not stored.",
      fix: "Start it again: the source delivers them again.",
    }),

  nothingToRead: (siteId: string): QtwinError =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_INGEST_NOTHING_TO_READ",
      message: `Site '${siteId}' configures no connector that reads any of its points.`,
      fix: "Configure a connector for the points, and run 'qtwin check'.",
      where: "connectors",
    }),
} as const;
