import { formatsOf, type Locale, type ReportDocument } from "@qtwin/report";
import type { Store } from "@qtwin/store";
import { loadUseCase, useCaseParameters } from "../planning/use-case.ts";
import type { Site } from "../site/index.ts";
import { executedSection } from "./executed.ts";
import { modeStretches, modesSection, overridesSection } from "./people.ts";
import { gridOf, plantDays } from "./period.ts";
import { phrases } from "./phrases.ts";
import { readRecorded } from "./recorded.ts";

export interface ReportRequest {
  readonly site: Site;
  readonly store: Pick<
    Store,
    "history" | "proposals" | "decisions" | "commands" | "assetModes" | "overrides"
  >;
  /** First and last local day of the plant, `2023-05-09`. */
  readonly from: string;
  readonly to: string;
  readonly locale: Locale;
  /** Wall clock, UTC milliseconds: when the report is made. */
  readonly madeAtMs: number;
}

/**
 * The measurement-and-verification report of past days: what the use case computes from the meters, then what the loop did. Nothing in
 * it is taken from stored totals.
 * @throws QT_LOOP_BAD_PERIOD, QT_LOOP_NO_USE_CASE, QT_STORE_*
 */
export async function makeReport({
  site,
  store,
  from,
  to,
  locale,
  madeAtMs,
}: ReportRequest): Promise<ReportDocument> {
  const days = plantDays(from, to, site.timeZone);
  const [fromMs, untilMs] = [days[0]!.fromMs, days.at(-1)!.untilMs];
  const formats = formatsOf(locale, site.timeZone);
  const words = phrases[locale];
  const useCase = await loadUseCase(site.useCase);
  const recorded = await readRecorded(store, site.id, gridOf(days, site.stepMin), days);
  const history = store.history.reader(site.id, site.points);
  const parameters = useCaseParameters(useCase, site);
  const settled = (await useCase.report?.(history, parameters, recorded, formats)) ?? [];
  const assets = [...new Set(site.writePoints.map((point) => point.asset))];
  const changes = await Promise.all(assets.map((asset) => store.assetModes.changes(site.id, asset)));
  const stretches = assets.flatMap((asset, place) => modeStretches(asset, changes[place]!, fromMs, untilMs));
  const overrides = (await store.overrides.list(site.id, 0, untilMs)).filter(
    ({ endedAtMs }) => endedAtMs === null || endedAtMs > fromMs,
  );
  const isPilot = stretches.every(({ mode }) => mode === "shadow" || mode === "advise");
  const period = words.period(formats.day(fromMs), formats.day(days.at(-1)!.fromMs), site.timeZone);
  return {
    locale,
    title: isPilot ? words.pilotTitle(site.title) : words.title(site.title),
    subtitle: site.simulated ? `${period}. ${words.simulated}` : period,
    sections: [
      ...settled,
      executedSection(recorded, formats),
      modesSection(stretches, formats),
      overridesSection(overrides, formats),
    ],
    footer: words.footer(formats.instant(madeAtMs)),
    madeAtMs,
  };
}
