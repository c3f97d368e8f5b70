import { RowList, withParts } from "../../edit.ts";
import { modelError } from "../../errors.ts";
import { objectiveTermsIn } from "../../evaluate.ts";
import { isChance, rowExcess } from "../../feasibility.ts";
import type { ConstraintMeaning, Model, ObjectiveMeaning, ObjectiveTerm } from "../../model.ts";
import { meaningOf, objectiveOf } from "../../objective.ts";
import { Polynomial } from "../../polynomial.ts";
import { renamedStructure } from "../../structure-columns.ts";
import type { Structure } from "../../structures.ts";
import type { Uncertainty } from "../../uncertainty.ts";
import {
  dependence,
  mostProbableScenario,
  probabilityTolerance,
  rowDependence,
  structureDependence,
  termDependence,
  valueAtRisk,
  worseSide,
  worst,
} from "../../uncertainty-values.ts";
import type { ModelFeature } from "../features.ts";
import { freshIds } from "../fresh-ids.ts";
import { defineRewrite, type RewriteStep } from "../rewrite.ts";
import type { Range } from "../row-facts.ts";
import { ScenarioLayout } from "../scenario-layout.ts";
import { ScenarioSums, type UncertainSum } from "../scenario-sums.ts";

/**
 * The deterministic equivalent: recourse variables, and the rows and structures that hold them or uncertain numbers, once
 * for each scenario.
 * - chance p: binary z "broken in this scenario", f ≤ u + M·z, Σ probability·z ≤ 1 − p
 * - soft row: in each scenario at price · probability
 * - expectation: Σ probability·f; worst case: t ≥ f in each scenario
 * - CVaR(alpha): t + Σ probability/(1 − alpha)·e with e ≥ f − t, e ≥ 0 (Rockafellar & Uryasev 2000); where small values
 *   are worse, mirrored: t − Σ probability/(1 − alpha)·e with e ≥ t − f
 *
 * Encoding copies recourse values into every scenario; decoding reads those of the most probable one, and
 * `decodeScenario` those of any.
 */
export default defineRewrite({
  id: "scenarios",
  title: "Scenarios are written out",
  removes: ["uncertainty", "risk"],
  adds: ["linear-inequality", "at-most-one-row"],
  addsWith: (before) => {
    const added: ModelFeature[] = before.has("risk") ? ["continuous", "integer"] : [];
    const hasPatterns = before.has("product-row") || before.has("forbidden-pairs");
    const hasRiskOf = (products: ModelFeature): boolean => before.has("risk") && before.has(products);
    if (hasPatterns || hasRiskOf("quadratic-objective")) added.push("quadratic-constraints");
    if (hasRiskOf("polynomial-objective")) added.push("polynomial-constraints");
    return added;
  },
  cost: 3,
  kind: "exact",
  apply,
});

/** z of a chance constraint: 1 when the row is broken in the scenario. */
interface Broken {
  readonly row: number;
  readonly scenario: number;
  readonly column: number;
}

/** Variables that stand for the risk of an objective term. */
interface RiskColumns {
  readonly term: number;
  readonly level: number;
  /** One a scenario; none for the worst case. */
  readonly excess: readonly number[];
}

function apply(source: Model): RewriteStep {
  const { uncertainty } = source;
  if (!uncertainty) throw modelError("QT_MODEL_BAD_SCENARIOS", "The model has no scenarios.", source.name);
  const writer = new ScenarioWriter(source, uncertainty);
  const model = writer.model();
  const { layout } = writer;
  return {
    model,
    encode: (values) => writer.encode(values, model.variables.count),
    decode: (values) => layout.read(values, mostProbableScenario(uncertainty)),
    decodeScenario: (values, name) => layout.read(values, scenarioOf(uncertainty, name)),
    notes: [
      `${uncertainty.scenarios.length} scenarios: ${source.variables.count} variables became ${model.variables.count}, ` +
        `${source.constraints.count} rows ${model.constraints.count}.`,
    ],
  };
}

function scenarioOf({ scenarios }: Uncertainty, name: string): number {
  const scenario = scenarios.indexOf(name);
  if (scenario >= 0) return scenario;
  const message = `There is no scenario '${name}'; there are ${scenarios.join(", ")}.`;
  throw modelError("QT_MODEL_BAD_SCENARIOS", message, name);
}

class ScenarioWriter {
  readonly layout: ScenarioLayout;
  private readonly source: Model;
  private readonly uncertainty: Uncertainty;
  private readonly sums: ScenarioSums;
  private readonly rows = new RowList();
  private readonly fresh: (wanted: string) => string;
  private readonly broken: Broken[] = [];
  private readonly risks: RiskColumns[] = [];

  constructor(source: Model, uncertainty: Uncertainty) {
    this.source = source;
    this.uncertainty = uncertainty;
    this.layout = new ScenarioLayout(source, uncertainty);
    this.sums = new ScenarioSums(source, uncertainty, this.layout);
    this.fresh = freshIds(source);
  }

  model(): Model {
    const { source } = this;
    rowDependence(source).forEach((kind, row) => {
      this.addRow(row, kind);
    });
    const kinds = termDependence(source);
    const parts = source.objective.terms.map((term, index) => this.part(term, index, kinds[index]!));
    const dependences = structureDependence(source);
    const structures = source.structures.flatMap((each, index) => this.structure(each, dependences[index]!));
    const variables = this.layout.variables.done();
    return withParts(source, {
      variables,
      constraints: this.rows.done(),
      structures: Object.freeze(structures),
      objective: objectiveOf(variables.count, parts),
      uncertainty: null,
    });
  }

  encode(values: Float64Array, count: number): Float64Array {
    const encoded = new Float64Array(count);
    this.layout.write(values, encoded);
    if (this.broken.length > 0) this.encodeBroken(values, encoded);
    if (this.risks.length > 0) this.encodeRisks(values, encoded);
    return encoded;
  }

  private addRow(row: number, kind: number): void {
    const { lower, upper, meaning } = this.source.constraints;
    const said = meaning[row]!;
    const sum = this.sums.row(row);
    if (isChance(said, kind)) this.addChance(row, sum);
    else if (kind !== dependence.certain)
      this.uncertainty.scenarios.forEach((_, scenario) => {
        const own = this.meaningIn(said, scenario);
        this.rows.add(own, this.sums.inScenario(sum, scenario), lower[row]!, upper[row]!);
      });
    else if (this.sums.keepsColumns) this.rows.copy(this.source.constraints, row, certain(said));
    else this.rows.add(certain(said), this.sums.inScenario(sum, 0), lower[row]!, upper[row]!);
  }

  /** Of a row or structure that is there once for each scenario. */
  private meaningIn(meaning: ConstraintMeaning, scenario: number): ConstraintMeaning {
    const { scenarios, probability } = this.uncertainty;
    const { pricePerUnit, ...said } = certain(meaning);
    const price = pricePerUnit === undefined ? {} : { pricePerUnit: pricePerUnit * probability[scenario]! };
    return { ...said, ...price, id: this.fresh(`${meaning.id}@${scenarios[scenario]}`) };
  }

  private addChance(row: number, sum: UncertainSum): void {
    const { lower, upper, meaning } = this.source.constraints;
    const bounds = { lower: lower[row]!, upper: upper[row]! };
    const columns = this.sums.ranges(sum).map((range, scenario) => {
      const said = this.meaningIn(meaning[row]!, scenario);
      const neverBreaks = range.lower >= bounds.lower && range.upper <= bounds.upper;
      const mayNotBreak = this.uncertainty.probability[scenario]! > allowedShare(meaning[row]!);
      if (neverBreaks || mayNotBreak) {
        this.rows.add(said, this.sums.inScenario(sum, scenario), bounds.lower, bounds.upper);
        return null;
      }
      const column = this.layout.variables.add("binary", `${meaning[row]!.id}.broken@${this.name(scenario)}`);
      this.broken.push({ row, scenario, column });
      this.addBreakable(said, [sum, scenario], bounds, range, column);
      return column;
    });
    this.addBudget(meaning[row]!, columns);
  }

  /** lower − M·z ≤ f ≤ upper + M·z, each side a row with the least M. */
  private addBreakable(
    said: ConstraintMeaning,
    [sum, scenario]: readonly [UncertainSum, number],
    bounds: Range,
    range: Range,
    column: number,
  ): void {
    const add = (meaning: ConstraintMeaning, bigM: number, lower: number, upper: number): void => {
      const polynomial = this.sums.inScenario(sum, scenario);
      polynomial.linear(column, upper < Infinity ? -bigM : bigM);
      this.rows.add(meaning, polynomial, lower, upper);
    };
    const bothSides = bounds.lower > -Infinity && bounds.upper < Infinity;
    if (bounds.upper < Infinity) {
      const bigM = Math.max(0, range.upper - bounds.upper);
      add(said, finiteOrUnbounded(bigM, said.id), -Infinity, bounds.upper);
    }
    if (bounds.lower > -Infinity) {
      const bigM = Math.max(0, bounds.lower - range.lower);
      const meaning = bothSides ? { ...said, id: this.fresh(`${said.id}.lower`) } : said;
      add(meaning, finiteOrUnbounded(bigM, said.id), bounds.lower, Infinity);
    }
  }

  /** Σ probability·z ≤ 1 − chance, in whole numbers where the probabilities are multiples of the smallest. */
  private addBudget(said: ConstraintMeaning, columns: readonly (number | null)[]): void {
    const scale = commonPart(this.uncertainty.probability);
    const budget = new Polynomial();
    columns.forEach((column, scenario) => {
      const share = this.uncertainty.probability[scenario]!;
      if (column !== null) budget.linear(column, scale === null ? share : Math.round(share / scale));
    });
    if (budget.degree === 0) return;
    const allowed = allowedShare(said);
    const { id, rule, sentence, chance } = said;
    const meaning = {
      id: this.fresh(`${id}.chance`),
      rule,
      sentence: `${sentence} That holds with probability ${chance} at least.`,
      unit: "1",
    };
    this.rows.add(meaning, budget, -Infinity, scale === null ? allowed : Math.floor(allowed / scale));
  }

  private structure(structure: Structure, kind: number): readonly Structure[] {
    const { meaning } = structure;
    if (kind === dependence.certain) return [this.structureIn(structure, certain(meaning), 0)];
    if (isChance(meaning, kind)) {
      const message = `'${meaning.id}' holds recourse variables and needs to hold with a probability only.`;
      const fix = "Write it as linear rows, or give it a price instead of a probability.";
      throw modelError("QT_MODEL_UNSUPPORTED_FEATURE", message, meaning.id, fix);
    }
    return this.uncertainty.scenarios.map((_, scenario) =>
      this.structureIn(structure, this.meaningIn(meaning, scenario), scenario),
    );
  }

  private structureIn(structure: Structure, meaning: ConstraintMeaning, scenario: number): Structure {
    const column = (old: number): number => this.layout.column(old, scenario);
    const choice = (old: number): number => this.layout.choice(old, scenario);
    return Object.freeze({ ...renamedStructure(structure, column, choice), meaning });
  }

  private part(
    term: ObjectiveTerm,
    index: number,
    kind: number,
  ): { readonly meaning: ObjectiveMeaning; readonly sum: Polynomial } {
    const { risk, ...meaning } = meaningOf(term);
    const sum = this.sums.term(index);
    const joined = !risk || risk.measure === "expectation" || kind === dependence.certain;
    if (joined) return { meaning, sum: this.sums.mean(sum) };
    return {
      meaning,
      sum: risk.measure === "cvar" ? this.cvar(term, index, risk.alpha) : this.worst(term, index),
    };
  }

  private worst(term: ObjectiveTerm, index: number): Polynomial {
    const level = this.levelOf(term, index, "worst");
    const sum = new Polynomial();
    sum.linear(level, 1);
    this.risks.push({ term: index, level, excess: [] });
    this.addBeyond(term, index, level, []);
    return sum;
  }

  private cvar(term: ObjectiveTerm, index: number, alpha: number): Polynomial {
    const worse = worseSide(this.source.sense, term);
    const level = this.levelOf(term, index, "value-at-risk");
    const { lower, upper } = this.layout.variables;
    const most = upper.data[level]! - lower.data[level]!;
    const sum = new Polynomial();
    sum.linear(level, 1);
    const excess = this.uncertainty.scenarios.map((name, scenario) => {
      const column = this.riskVariable(term, index, `beyond@${name}`, { lower: 0, upper: most });
      sum.linear(column, (worse * this.uncertainty.probability[scenario]!) / (1 - alpha));
      return column;
    });
    this.risks.push({ term: index, level, excess });
    this.addBeyond(term, index, level, excess);
    return sum;
  }

  /** In each scenario: f − level − excess ≤ 0, or mirrored where small values are worse. */
  private addBeyond(term: ObjectiveTerm, index: number, level: number, excess: readonly number[]): void {
    const worse = worseSide(this.source.sense, term);
    const [side, word] = worse > 0 ? [[-Infinity, 0], "at most"] : [[0, Infinity], "at least"];
    const beyond = excess.length > 0 ? " and what is beyond it" : "";
    this.uncertainty.scenarios.forEach((name, scenario) => {
      const sum = this.sums.inScenario(this.sums.term(index), scenario);
      sum.linear(level, -1);
      if (excess.length > 0) sum.linear(excess[scenario]!, -worse);
      const sentence = `'${term.id}' is ${word} its level at risk${beyond} in scenario '${name}'.`;
      const meaning = { id: this.fresh(`${term.id}@${name}`), rule: term.rule, sentence, unit: term.unit };
      this.rows.add(meaning, sum, side[0]!, side[1]!);
    });
  }

  /** A variable between the least and the largest value of the term in any scenario. */
  private levelOf(term: ObjectiveTerm, index: number, name: string): number {
    const ranges = this.sums.ranges(this.sums.term(index));
    return this.riskVariable(term, index, name, {
      lower: Math.min(...ranges.map(({ lower }) => lower)),
      upper: Math.max(...ranges.map(({ upper }) => upper)),
    });
  }

  /** Whole where the term is: then the level is one of its values. */
  private riskVariable({ id, unit }: ObjectiveTerm, index: number, name: string, range: Range): number {
    const kind = this.sums.isWhole(this.sums.term(index)) ? "integer" : "continuous";
    return this.layout.variables.add(kind, `${id}.${name}`, { ...range, unit });
  }

  private encodeBroken(values: Float64Array, encoded: Float64Array): void {
    const excess = this.uncertainty.scenarios.map((_, scenario) =>
      rowExcess(this.source, values, 1e-6, scenario),
    );
    for (const { row, scenario, column } of this.broken)
      encoded[column] = excess[scenario]![row]! > 0 ? 1 : 0;
  }

  private encodeRisks(values: Float64Array, encoded: Float64Array): void {
    const { scenarios, probability } = this.uncertainty;
    const views = scenarios.map((_, scenario) => objectiveTermsIn(this.source, values, scenario));
    for (const { term: index, level, excess } of this.risks) {
      const term = this.source.objective.terms[index]!;
      const worse = worseSide(this.source.sense, term);
      const outcomes = Float64Array.from(views, (view) => view[index]!);
      const alpha = term.risk?.measure === "cvar" ? term.risk.alpha : null;
      const best = alpha === null ? worst(outcomes, worse) : valueAtRisk(outcomes, probability, alpha, worse);
      encoded[level] = best;
      excess.forEach((column, scenario) => {
        encoded[column] = Math.max(0, worse * (outcomes[scenario]! - best));
      });
    }
  }

  private name(scenario: number): string {
    return this.uncertainty.scenarios[scenario]!;
  }
}

/** Probability of the scenarios that may break a chance constraint. */
const allowedShare = ({ chance = 1 }: ConstraintMeaning): number => 1 - chance + probabilityTolerance;

/** What a constraint says where nothing is left to chance. */
function certain({ chance: _, ...meaning }: ConstraintMeaning): ConstraintMeaning {
  return meaning;
}

/** The smallest probability above 0, when all others are its multiples; else null. */
function commonPart(probability: Float64Array): number | null {
  const smallest = Math.min(...probability.filter((each) => each > 0));
  const isMultiple = (each: number): boolean =>
    Math.abs(each / smallest - Math.round(each / smallest)) <= probabilityTolerance;
  return probability.every(isMultiple) ? smallest : null;
}

/** @throws QT_MODEL_UNBOUNDED when the number is infinite */
function finiteOrUnbounded(value: number, id: string): number {
  if (Number.isFinite(value)) return value;
  const message = `How far '${id}' may be broken has no bound.`;
  throw modelError("QT_MODEL_UNBOUNDED", message, id, "Give the variables of this constraint finite bounds.");
}
