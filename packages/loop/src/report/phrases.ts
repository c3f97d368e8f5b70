import type { AssetMode } from "@qtwin/decide";
import type { Locale } from "@qtwin/report";

/** Texts of what the loop itself has to say in a report; numbers and dates come in already in the reader's form. */
export interface Phrases {
  readonly title: (site: string) => string;
  readonly pilotTitle: (site: string) => string;
  readonly period: (from: string, to: string, zone: string) => string;
  readonly simulated: string;
  readonly footer: (madeAt: string) => string;
  readonly executed: string;
  readonly modes: string;
  readonly overrides: string;
  readonly day: string;
  readonly asset: string;
  readonly total: string;
  readonly due: string;
  readonly verified: string;
  readonly share: string;
  readonly refused: string;
  readonly ended: string;
  readonly underWay: string;
  readonly notSent: string;
  readonly plansInForce: string;
  readonly executedRule: string;
  readonly nothingDue: string;
  readonly reason: string;
  readonly times: string;
  readonly mode: string;
  readonly since: string;
  readonly until: string;
  readonly by: string;
  readonly before: string;
  readonly open: string;
  readonly modeNames: Readonly<Record<AssetMode, string>>;
  readonly shadowRule: string;
  readonly noOverrides: string;
}

const en: Phrases = {
  title: (site) => `${site}: measurement and verification`,
  pilotTitle: (site) => `${site}: pilot report`,
  period: (from, to, zone) => `${from} to ${to}, local days of the plant (${zone})`,
  simulated: "Simulated plant.",
  footer: (madeAt) => `Qtwin, made ${madeAt}. – means not known: nothing is filled in.`,
  executed: "Plans carried out",
  modes: "Modes of the assets",
  overrides: "Overrides by operators",
  day: "Day",
  asset: "Asset",
  total: "Total",
  due: "Writes due",
  verified: "Verified",
  share: "Share",
  refused: "Refused",
  ended: "Failed, expired or handed back",
  underWay: "Under way",
  notSent: "Not sent",
  plansInForce: "Plans in force",
  executedRule:
    "A write is due when its time begins while its plan is in force; it is verified when the plant acknowledged it and the process value followed. Corrections between two plans are not counted.",
  nothingDue: "No plan was in force in the period: nothing was due to be written.",
  reason: "Reason",
  times: "Times",
  mode: "Mode",
  since: "Since",
  until: "Until",
  by: "By",
  before: "before the period",
  open: "still open",
  modeNames: { shadow: "shadow", advise: "advise", supervised: "supervised", automatic: "automatic" },
  shadowRule:
    "In shadow and advise Qtwin writes nothing: plans are made from the live plant, shown, and compared with what the plant did by itself.",
  noOverrides: "No operator took an asset out of the plan.",
};

const de: Phrases = {
  title: (site) => `${site}: Messung und Nachweis`,
  pilotTitle: (site) => `${site}: Pilotbericht`,
  period: (from, to, zone) => `${from} bis ${to}, Ortstage des Werks (${zone})`,
  simulated: "Simuliertes Werk.",
  footer: (madeAt) => `Qtwin, erstellt ${madeAt}. – heißt nicht bekannt: nichts ist ergänzt.`,
  executed: "Ausgeführte Pläne",
  modes: "Betriebsarten der Anlagen",
  overrides: "Eingriffe der Bediener",
  day: "Tag",
  asset: "Anlage",
  total: "Summe",
  due: "Fällige Stellbefehle",
  verified: "Bestätigt",
  share: "Anteil",
  refused: "Abgelehnt",
  ended: "Gescheitert, abgelaufen oder zurückgegeben",
  underWay: "Unterwegs",
  notSent: "Nicht gesendet",
  plansInForce: "Geltende Pläne",
  executedRule:
    "Ein Stellbefehl ist fällig, wenn seine Zeit beginnt, während sein Plan gilt; bestätigt ist er, wenn die Anlage ihn quittiert hat und der Prozesswert gefolgt ist. Korrekturen zwischen zwei Plänen zählen nicht.",
  nothingDue: "Im Zeitraum galt kein Plan: nichts war zu schreiben.",
  reason: "Grund",
  times: "Anzahl",
  mode: "Betriebsart",
  since: "Seit",
  until: "Bis",
  by: "Von",
  before: "vor dem Zeitraum",
  open: "noch offen",
  modeNames: { shadow: "Schatten", advise: "Beratung", supervised: "überwacht", automatic: "automatisch" },
  shadowRule:
    "In Schatten und Beratung schreibt Qtwin nichts: Pläne werden aus dem lebenden Werk gemacht, gezeigt und mit dem verglichen, was das Werk von selbst tat.",
  noOverrides: "Kein Bediener hat eine Anlage aus dem Plan genommen.",
};

const fr: Phrases = {
  title: (site) => `${site} : mesure et vérification`,
  pilotTitle: (site) => `${site} : rapport de phase pilote`,
  period: (from, to, zone) => `du ${from} au ${to}, jours locaux de l'usine (${zone})`,
  simulated: "Usine simulée.",
  footer: (madeAt) => `Qtwin, établi le ${madeAt}. – signifie inconnu : rien n'est complété.`,
  executed: "Plans exécutés",
  modes: "Modes des équipements",
  overrides: "Reprises en main par les opérateurs",
  day: "Jour",
  asset: "Équipement",
  total: "Total",
  due: "Commandes dues",
  verified: "Vérifiées",
  share: "Part",
  refused: "Refusées",
  ended: "Échouées, expirées ou rendues",
  underWay: "En cours",
  notSent: "Non envoyées",
  plansInForce: "Plans en vigueur",
  executedRule:
    "Une commande est due quand son heure commence pendant que son plan est en vigueur ; elle est vérifiée quand l'usine l'a acquittée et que la valeur de procédé a suivi. Les corrections entre deux plans ne comptent pas.",
  nothingDue: "Aucun plan n'était en vigueur dans la période : rien n'était à écrire.",
  reason: "Motif",
  times: "Nombre",
  mode: "Mode",
  since: "Depuis",
  until: "Jusqu'à",
  by: "Par",
  before: "avant la période",
  open: "en cours",
  modeNames: { shadow: "ombre", advise: "conseil", supervised: "supervisé", automatic: "automatique" },
  shadowRule:
    "En mode ombre et conseil, Qtwin n'écrit rien : les plans sont faits à partir de l'usine réelle, montrés, et comparés à ce que l'usine a fait d'elle-même.",
  noOverrides: "Aucun opérateur n'a retiré un équipement du plan.",
};

export const phrases: Readonly<Record<Locale, Phrases>> = { en, de, fr };
