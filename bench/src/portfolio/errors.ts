import { defineErrors } from "@qtwin/core";

/** Failures of the benches on public instances; the codes are stable. */
export const benchError = defineErrors({
  QT_BENCH_NO_DATA: {
    kind: "not-found",
    fix: "Name the folder of the public data sets with --data or QTWIN_DATA.",
  },
  QT_BENCH_NO_INSTANCE: {
    kind: "not-found",
    fix: "Leave --only and --sets out to see all instances.",
  },
  QT_BENCH_BAD_FACTS: {
    kind: "invalid-input",
    fix: "Correct the best-known.json of the data set, or take its folder away.",
  },
  QT_BENCH_UNKNOWN_PEER: { kind: "invalid-input", fix: "Name some of those, or none to measure all." },
});
