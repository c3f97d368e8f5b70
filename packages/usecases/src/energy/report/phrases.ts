import type { Locale } from "@qtwin/report";

/** Every text of the energy part of a report; numbers come in already in the reader's form. */
export interface Phrases {
  readonly summary: string;
  readonly bill: string;
  readonly days: string;
  readonly saving: string;
  readonly predictions: string;
  readonly proposed: string;
  readonly day: string;
  readonly part: string;
  readonly total: string;
  readonly asset: string;
  readonly bought: string;
  readonly peak: string;
  readonly energyAndLevies: string;
  readonly gas: string;
  readonly demandAdded: string;
  readonly demandToDate: string;
  readonly costOfDay: string;
  readonly poured: string;
  readonly boughtPerTonne: string;
  readonly meltingPerTonne: string;
  readonly known: string;
  readonly baseline: string;
  readonly metered: string;
  readonly asProposed: string;
  readonly savedByModel: string;
  readonly adjustedSaving: string;
  readonly avoidedPeak: string;
  readonly compared: string;
  readonly hoursOrQuarters: string;
  readonly meanMeasured: string;
  readonly bias: string;
  readonly costPerDay: string;
  /** Parts of the bill by id. */
  readonly parts: Readonly<Record<string, string>>;
  readonly partOfMonth: (quarters: string, of: string) => string;
  readonly unbilled: (meter: string, price: string, of: string) => string;
  readonly allBilled: (of: string) => string;
  readonly billRule: string;
  readonly carriedPeak: (kw: string) => string;
  readonly noCarriedPeak: string;
  readonly priceSources: (sources: string) => string;
  readonly noPrices: string;
  readonly dayRule: string;
  readonly savingRule: string;
  readonly errorKnown: (hours: string, nmbe: string, cv: string, bias: string, verdict: string) => string;
  readonly errorUnknown: (hours: string, least: string) => string;
  readonly within: string;
  readonly notWithin: string;
  readonly adjustedRule: (model: string, adjusted: string, uncertainty: string) => string;
  readonly modelOnly: string;
  readonly plusMinus: (eur: string) => string;
  readonly noSaving: string;
  readonly predictionRule: string;
  readonly noPredictions: string;
  readonly proposedRule: string;
}

const en: Phrases = {
  summary: "Summary",
  bill: "Bill, recomputed from the meters",
  days: "Day by day",
  saving: "Saving against the baseline",
  predictions: "Error of the plans in force, by asset",
  proposed: "What Qtwin would have done",
  day: "Day",
  part: "Part",
  total: "Total",
  asset: "Asset",
  bought: "Bought, MWh",
  peak: "Highest quarter-hour, kW",
  energyAndLevies: "Energy and levies",
  gas: "Gas",
  demandAdded: "Demand charge added",
  demandToDate: "Demand charge, month to date",
  costOfDay: "Cost of the day",
  poured: "Poured, t",
  boughtPerTonne: "Bought, kWh/t",
  meltingPerTonne: "Melting, kWh/t",
  known: "Quarter-hours known",
  baseline: "Baseline (model)",
  metered: "Metered",
  asProposed: "As proposed (model)",
  savedByModel: "Saving by the model",
  adjustedSaving: "Saving, bias of the model taken out",
  avoidedPeak: "Avoided peak, kW",
  compared: "Quarter-hours compared",
  hoursOrQuarters: "Quarter-hours",
  meanMeasured: "Mean measured, kW",
  bias: "Measured less planned, kW",
  costPerDay: "Cost per day",
  parts: {
    energy: "Energy at day-ahead prices",
    supplier: "Supplier fee",
    "grid-energy": "Grid energy price",
    kwkg: "CHP levy",
    offshore: "Offshore levy",
    "special-use": "Special network use",
    concession: "Concession fee",
    tax: "Electricity tax",
    demand: "Demand charge",
    reactive: "Reactive energy",
    "feed-in": "Feed-in",
    gas: "Gas",
  },
  partOfMonth: (quarters, of) => `${quarters} of ${of} quarter-hours`,
  unbilled: (meter, price, of) =>
    `Of ${of} quarter-hours, ${meter} have no meter reading at both ends and ${price} have readings but no published price. They are not in the bill, and nothing stands in for them.`,
  allBilled: (of) => `All ${of} quarter-hours have meter readings at both ends and a published price.`,
  billRule:
    "Computed the way supplier and grid operator compute it, from the counters of the main meter at clock quarter-hours and the tariff of the site; each part is rounded to the cent. The demand charge is that of a whole month, on the highest quarter-hour so far. Energy of the calendar year before the period (for levies on the first GWh) is the typical year of the tariff, pro rata.",
  carriedPeak: (kw) => `The meter's own register held ${kw} before the period.`,
  noCarriedPeak:
    "The peak before the period is not known: the demand charge counts the period's own quarter-hours only.",
  priceSources: (sources) => `Source of the prices: ${sources}.`,
  noPrices: "No published price of the period is stored.",
  dayRule:
    "Demand charge is booked only on what a day adds to the peak that is charged already. Sums run over the quarter-hours that are known; days are rounded each and need not add up to the month to the cent.",
  savingRule:
    "The baseline of a day is what the plant's model foresaw at its start for a plant without plans; from the first plan in force on, it is compared with the meters on the same quarter-hours. It does not count what a day leaves to the next (metal, battery, warmth). Reactive energy is left out.",
  errorKnown: (hours, nmbe, cv, bias, verdict) =>
    `Error of the baseline model (IPMVP option D, calibrated simulation; ASHRAE Guideline 14, hourly values): NMBE ${nmbe}, CV(RMSE) ${cv}, bias ${bias}, over ${hours} hours in which no plan was in force. Guideline 14 accepts ±10 % and 30 %: the model is ${verdict}.`,
  errorUnknown: (hours, least) =>
    `The error of the baseline model is not known yet: only ${hours} whole hours without a plan in force are known, at least ${least} are needed. Until then the saving is the model's word.`,
  within: "within them",
  notWithin: "not within them, and the saving is to be read with that in mind",
  adjustedRule: (model, adjusted, uncertainty) =>
    `By the model's word ${model}; with the bias of the model taken out ${adjusted} ± ${uncertainty} (95 %, scatter of the model and what is not known of its bias; energy only, the peak is not adjusted).`,
  modelOnly: "model's word, its error is not known yet",
  plusMinus: (eur) => `± ${eur} (95 %)`,
  noSaving: "No plan was in force in the period, or nothing was metered then: there is no saving to measure.",
  predictionRule:
    "Power per quarter-hour as the plan in force had it, against the meters. CV(RMSE) is not given where the mean is near zero.",
  noPredictions: "No plan was in force while the meters were read.",
  proposedRule:
    "Nothing of this was written. Both columns are the model's word on the same forecasts, priced as the days turned out; the plan is the one made at the start of the day.",
};

const de: Phrases = {
  summary: "Zusammenfassung",
  bill: "Rechnung, aus den Zählern nachgerechnet",
  days: "Tag für Tag",
  saving: "Einsparung gegenüber der Referenz",
  predictions: "Fehler der geltenden Pläne je Anlage",
  proposed: "Was Qtwin getan hätte",
  day: "Tag",
  part: "Bestandteil",
  total: "Summe",
  asset: "Anlage",
  bought: "Bezug, MWh",
  peak: "Höchste Viertelstunde, kW",
  energyAndLevies: "Energie und Abgaben",
  gas: "Gas",
  demandAdded: "Zuwachs Leistungspreis",
  demandToDate: "Leistungspreis, Monat bisher",
  costOfDay: "Kosten des Tages",
  poured: "Vergossen, t",
  boughtPerTonne: "Bezug, kWh/t",
  meltingPerTonne: "Schmelzen, kWh/t",
  known: "Bekannte Viertelstunden",
  baseline: "Referenz (Modell)",
  metered: "Gemessen",
  asProposed: "Wie vorgeschlagen (Modell)",
  savedByModel: "Einsparung laut Modell",
  adjustedSaving: "Einsparung, um den Modellfehler bereinigt",
  avoidedPeak: "Vermiedene Spitze, kW",
  compared: "Verglichene Viertelstunden",
  hoursOrQuarters: "Viertelstunden",
  meanMeasured: "Mittel gemessen, kW",
  bias: "Gemessen minus geplant, kW",
  costPerDay: "Kosten je Tag",
  parts: {
    energy: "Energie zu Day-Ahead-Preisen",
    supplier: "Lieferantenentgelt",
    "grid-energy": "Netz-Arbeitspreis",
    kwkg: "KWKG-Umlage",
    offshore: "Offshore-Netzumlage",
    "special-use": "Aufschlag für besondere Netznutzung",
    concession: "Konzessionsabgabe",
    tax: "Stromsteuer",
    demand: "Leistungspreis",
    reactive: "Blindarbeit",
    "feed-in": "Einspeisung",
    gas: "Gas",
  },
  partOfMonth: (quarters, of) => `${quarters} von ${of} Viertelstunden`,
  unbilled: (meter, price, of) =>
    `Von ${of} Viertelstunden haben ${meter} nicht an beiden Enden einen Zählerstand und ${price} Zählerstände, aber keinen veröffentlichten Preis. Sie sind nicht in der Rechnung, und nichts steht an ihrer Stelle.`,
  allBilled: (of) =>
    `Alle ${of} Viertelstunden haben Zählerstände an beiden Enden und einen veröffentlichten Preis.`,
  billRule:
    "Gerechnet wie Lieferant und Netzbetreiber rechnen: aus den Ständen des Hauptzählers zu vollen Viertelstunden und dem Tarif des Standorts; jeder Bestandteil ist auf den Cent gerundet. Der Leistungspreis ist der eines ganzen Monats, auf die bisher höchste Viertelstunde. Die Energie des Kalenderjahres vor dem Zeitraum (für Umlagen auf die erste GWh) ist das typische Jahr des Tarifs, anteilig.",
  carriedPeak: (kw) => `Vor dem Zeitraum stand im Zähler selbst eine Spitze von ${kw}.`,
  noCarriedPeak:
    "Die Spitze vor dem Zeitraum ist nicht bekannt: der Leistungspreis zählt nur die Viertelstunden des Zeitraums.",
  priceSources: (sources) => `Herkunft der Preise: ${sources}.`,
  noPrices: "Für den Zeitraum ist kein veröffentlichter Preis gespeichert.",
  dayRule:
    "Leistungspreis wird nur auf das gebucht, was ein Tag der schon berechneten Spitze hinzufügt. Summen laufen über die bekannten Viertelstunden; Tage sind einzeln gerundet und ergeben nicht auf den Cent den Monat.",
  savingRule:
    "Die Referenz eines Tages ist, was das Modell des Werks zu Tagesbeginn ohne Pläne erwartet hat; ab dem ersten geltenden Plan wird sie auf denselben Viertelstunden mit den Zählern verglichen. Was ein Tag dem nächsten hinterlässt (Metall, Batterie, Wärme), zählt nicht. Blindarbeit ist ausgenommen.",
  errorKnown: (hours, nmbe, cv, bias, verdict) =>
    `Fehler des Referenzmodells (IPMVP Option D, kalibrierte Simulation; ASHRAE Guideline 14, Stundenwerte): NMBE ${nmbe}, CV(RMSE) ${cv}, mittlerer Fehler ${bias}, aus ${hours} Stunden ohne geltenden Plan. Guideline 14 lässt ±10 % und 30 % zu: das Modell liegt ${verdict}.`,
  errorUnknown: (hours, least) =>
    `Der Fehler des Referenzmodells ist noch nicht bekannt: nur ${hours} ganze Stunden ohne geltenden Plan sind bekannt, nötig sind ${least}. Bis dahin ist die Einsparung das Wort des Modells.`,
  within: "darin",
  notWithin: "nicht darin, und die Einsparung ist entsprechend zu lesen",
  adjustedRule: (model, adjusted, uncertainty) =>
    `Laut Modell ${model}; um den mittleren Fehler des Modells bereinigt ${adjusted} ± ${uncertainty} (95 %, Streuung des Modells und Unsicherheit seines mittleren Fehlers; nur Energie, die Spitze ist nicht bereinigt).`,
  modelOnly: "laut Modell, dessen Fehler noch nicht bekannt ist",
  plusMinus: (eur) => `± ${eur} (95 %)`,
  noSaving:
    "Im Zeitraum galt kein Plan, oder es wurde dabei nichts gemessen: es gibt keine Einsparung zu messen.",
  predictionRule:
    "Leistung je Viertelstunde nach dem geltenden Plan gegenüber den Zählern. CV(RMSE) wird nicht genannt, wo das Mittel nahe null ist.",
  noPredictions: "Während die Zähler gelesen wurden, galt kein Plan.",
  proposedRule:
    "Nichts davon wurde geschrieben. Beide Spalten sind das Wort des Modells auf denselben Prognosen, mit den eingetretenen Preisen; der Plan ist der vom Beginn des Tages.",
};

const fr: Phrases = {
  summary: "Synthèse",
  bill: "Facture, recalculée à partir des compteurs",
  days: "Jour par jour",
  saving: "Économie par rapport à la référence",
  predictions: "Erreur des plans en vigueur, par équipement",
  proposed: "Ce que Qtwin aurait fait",
  day: "Jour",
  part: "Composante",
  total: "Total",
  asset: "Équipement",
  bought: "Soutirage, MWh",
  peak: "Quart d'heure maximal, kW",
  energyAndLevies: "Énergie et taxes",
  gas: "Gaz",
  demandAdded: "Prime de puissance ajoutée",
  demandToDate: "Prime de puissance, mois en cours",
  costOfDay: "Coût du jour",
  poured: "Coulé, t",
  boughtPerTonne: "Soutirage, kWh/t",
  meltingPerTonne: "Fusion, kWh/t",
  known: "Quarts d'heure connus",
  baseline: "Référence (modèle)",
  metered: "Mesuré",
  asProposed: "Comme proposé (modèle)",
  savedByModel: "Économie selon le modèle",
  adjustedSaving: "Économie, biais du modèle retiré",
  avoidedPeak: "Pointe évitée, kW",
  compared: "Quarts d'heure comparés",
  hoursOrQuarters: "Quarts d'heure",
  meanMeasured: "Moyenne mesurée, kW",
  bias: "Mesuré moins planifié, kW",
  costPerDay: "Coût par jour",
  parts: {
    energy: "Énergie aux prix du marché journalier",
    supplier: "Frais du fournisseur",
    "grid-energy": "Réseau, part énergie",
    kwkg: "Contribution cogénération",
    offshore: "Contribution éolien en mer",
    "special-use": "Utilisation particulière du réseau",
    concession: "Redevance de concession",
    tax: "Taxe sur l'électricité",
    demand: "Prime de puissance",
    reactive: "Énergie réactive",
    "feed-in": "Injection",
    gas: "Gaz",
  },
  partOfMonth: (quarters, of) => `${quarters} quarts d'heure sur ${of}`,
  unbilled: (meter, price, of) =>
    `Sur ${of} quarts d'heure, ${meter} n'ont pas de relevé aux deux bornes et ${price} ont des relevés mais pas de prix publié. Ils ne sont pas dans la facture, et rien ne les remplace.`,
  allBilled: (of) => `Les ${of} quarts d'heure ont tous des relevés aux deux bornes et un prix publié.`,
  billRule:
    "Calculée comme le font le fournisseur et le gestionnaire de réseau, à partir des index du compteur principal aux quarts d'heure et du tarif du site ; chaque composante est arrondie au centime. La prime de puissance est celle d'un mois entier, sur le quart d'heure maximal à ce jour. L'énergie de l'année civile avant la période (pour les contributions sur le premier GWh) est l'année type du tarif, au prorata.",
  carriedPeak: (kw) => `Avant la période, le registre du compteur indiquait une pointe de ${kw}.`,
  noCarriedPeak:
    "La pointe avant la période n'est pas connue : la prime de puissance ne compte que les quarts d'heure de la période.",
  priceSources: (sources) => `Source des prix : ${sources}.`,
  noPrices: "Aucun prix publié de la période n'est enregistré.",
  dayRule:
    "La prime de puissance n'est imputée que sur ce qu'un jour ajoute à la pointe déjà facturée. Les sommes portent sur les quarts d'heure connus ; chaque jour est arrondi et leur somme n'est pas le mois au centime près.",
  savingRule:
    "La référence d'un jour est ce que le modèle de l'usine prévoyait à son début sans aucun plan ; à partir du premier plan en vigueur, elle est comparée aux compteurs sur les mêmes quarts d'heure. Ce qu'un jour laisse au suivant (métal, batterie, chaleur) n'est pas compté. L'énergie réactive est exclue.",
  errorKnown: (hours, nmbe, cv, bias, verdict) =>
    `Erreur du modèle de référence (IPMVP option D, simulation calibrée ; ASHRAE Guideline 14, valeurs horaires) : NMBE ${nmbe}, CV(RMSE) ${cv}, biais ${bias}, sur ${hours} heures sans plan en vigueur. Guideline 14 admet ±10 % et 30 % : le modèle est ${verdict}.`,
  errorUnknown: (hours, least) =>
    `L'erreur du modèle de référence n'est pas encore connue : seules ${hours} heures entières sans plan en vigueur sont connues, il en faut ${least}. Jusque-là, l'économie est celle que dit le modèle.`,
  within: "dans ces limites",
  notWithin: "hors de ces limites, et l'économie est à lire en conséquence",
  adjustedRule: (model, adjusted, uncertainty) =>
    `Selon le modèle ${model} ; biais du modèle retiré ${adjusted} ± ${uncertainty} (95 %, dispersion du modèle et incertitude de son biais ; énergie seule, la pointe n'est pas ajustée).`,
  modelOnly: "selon le modèle, dont l'erreur n'est pas encore connue",
  plusMinus: (eur) => `± ${eur} (95 %)`,
  noSaving:
    "Aucun plan n'était en vigueur dans la période, ou rien n'a été mesuré alors : il n'y a pas d'économie à mesurer.",
  predictionRule:
    "Puissance par quart d'heure selon le plan en vigueur, face aux compteurs. CV(RMSE) n'est pas donné là où la moyenne est proche de zéro.",
  noPredictions: "Aucun plan n'était en vigueur pendant que les compteurs étaient lus.",
  proposedRule:
    "Rien de cela n'a été écrit. Les deux colonnes sont le dire du modèle sur les mêmes prévisions, aux prix constatés ; le plan est celui du début du jour.",
};

export const phrases: Readonly<Record<Locale, Phrases>> = { en, de, fr };
