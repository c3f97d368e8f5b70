import {
  formatChange,
  formatEur,
  formatInstant,
  formatPct,
  formatQuantity,
  formatSmallEur,
} from "../format.ts";
import type { DifferenceTree, PlacedNode } from "./tree-layout.ts";

/** `now, 08:15 UTC+2`, `until 09:15`, and with its day where that is another. */
export function stageTitlesOf({ stagesUntilMs }: DifferenceTree, zone: string): readonly string[] {
  const told = stagesUntilMs.map((ms) => formatInstant(ms, zone).split(" ") as [string, string, string]);
  const [today, , offsetNow] = told[0]!;
  return told.map(([date, clock, offset], stage) => {
    const time = clock.slice(0, 5);
    if (stage === 0) return `now, ${time} ${offset}`;
    return date === today && offset === offsetNow ? `until ${time}` : `until ${date} ${time} ${offset}`;
  });
}

/** A value of a quantity, with its sign where it is a deviation; null: not open. */
export function valueText(
  { unit, kind }: DifferenceTree["quantities"][number],
  value: number | null | undefined,
): string | null {
  if (typeof value !== "number") return null;
  return kind === "deviation" ? formatChange(value, unit) : formatQuantity(value, unit);
}

/** What a node has of one kind of quantity, as far as it is open. */
export const quantitiesOf = (
  { quantities }: DifferenceTree,
  { node }: PlacedNode,
  kind: DifferenceTree["quantities"][number]["kind"],
): readonly string[] =>
  quantities.flatMap((quantity, i) => {
    const text = quantity.kind === kind ? valueText(quantity, node.values[i]) : null;
    return text === null ? [] : [`${quantity.title} ${text}`];
  });

export const shareText = ({ node }: PlacedNode): string => formatPct(node.probability * 100);
export const worseText = ({ node: { difference } }: PlacedNode): string =>
  `costs more in ${formatPct(difference.probabilityWorse * 100)}`;

/** A node in a few sentences. */
export function sentenceOf(tree: DifferenceTree, here: PlacedNode, titles: readonly string[]): string {
  const { node, path } = here;
  const { difference, planMeanEur } = node;
  const { scenarioCount, meanEur, p10Eur, p90Eur } = difference;
  const facts = [...quantitiesOf(tree, here, "deviation"), ...quantitiesOf(tree, here, "outcome")];
  const range =
    scenarioCount > 1 ? ` (80 % between ${formatSmallEur(p10Eur)} and ${formatSmallEur(p90Eur)})` : "";
  return [
    `${path === "" ? "All courses" : `Course ${path}`}, ${titles[node.stage]}: ${scenarioCount} drawn, ${shareText(here)}`,
    ...(facts.length === 0 ? [] : [facts.join(", ")]),
    `The plan costs ${formatEur(planMeanEur)} on the mean, ${formatSmallEur(meanEur)} against doing nothing${range}; it ${worseText(here)}`,
  ]
    .map((sentence) => `${sentence}.`)
    .join(" ");
}
