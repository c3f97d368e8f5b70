import type { FamilyId } from "./families.ts";

/** Largest mean gap in % that we aim at after so many seconds, to the best known value or to the best published bound. */
export interface Goal {
  readonly atS: number;
  readonly pct: number;
  readonly to: "best" | "bound";
}

interface SetRule {
  readonly id: string;
  /** Of the instance's name, which for some data sets is a path. */
  readonly name: RegExp;
  /** Smallest and largest number in the first group of `name`. */
  readonly from?: number;
  readonly to?: number;
  readonly goals?: readonly Goal[];
}

/** The set is called like the first group of `name`. */
const ownGroup = "";

const at10 = (pct: number, to: Goal["to"] = "best"): Goal => ({ atS: 10, pct, to });
const at60 = (pct: number, to: Goal["to"] = "best"): Goal => ({ atS: 60, pct, to });
const best10 = [at10(0)];

/** The first rule that fits counts. Goals: issue of the solver portfolio. */
const rules: Readonly<Record<FamilyId, readonly SetRule[]>> = {
  jsp: [
    { id: "la", name: /^la\d/, goals: [at10(0.3), at60(0.1)] },
    { id: "abz+orb", name: /^(abz|orb)\d/, goals: [at10(0.8), at60(0.3)] },
    { id: "ft", name: /^ft\d/, goals: best10 },
    { id: "ta01-20", name: /^ta(\d+)$/, from: 1, to: 20, goals: [at10(1.5), at60(0.8)] },
    { id: "ta21-50", name: /^ta(\d+)$/, from: 21, to: 50, goals: [at10(4), at60(2.5)] },
    { id: "ta51-80", name: /^ta(\d+)$/, from: 51, to: 80, goals: [at10(1.5), at60(0.5)] },
  ],
  fjsp: [
    { id: "brandimarte", name: /^brandimarte\//, goals: [at10(1.5), at60(0.8)] },
    { id: "hurink-e", name: /^hurink\/edata\// },
    { id: "hurink-r", name: /^hurink\/rdata\// },
    { id: "hurink-v", name: /^hurink\/vdata\// },
  ],
  "fjsp-sdst": [{ id: "fattahi", name: /^Fattahi/i }],
  mmkp: [
    { id: "I", name: /^I\d/, goals: [at10(0.5, "bound"), at60(0.2, "bound")] },
    { id: "HiremathHill", name: /^TestSet/, goals: [at10(0.5, "bound"), at60(0.2, "bound")] },
  ],
  qap: [
    { id: "nug", name: /^nug/, goals: best10 },
    { id: "chr", name: /^chr/, goals: best10 },
    { id: "esc", name: /^esc/, goals: best10 },
    { id: "kra", name: /^kra/, goals: best10 },
    { id: "sko", name: /^sko/, goals: [at10(1), at60(0.6)] },
    { id: "lipa-a", name: /^lipa\d+a/ },
    { id: "lipa-b", name: /^lipa\d+b/ },
    { id: "tai-a", name: /^tai\d+a/, goals: [at10(1), at60(0.6)] },
    { id: "tai-b", name: /^tai\d+b/ },
    { id: "tai-c", name: /^tai\d+c/ },
  ],
  maxcut: [
    { id: "G1-21+43-54", name: /^G(\d|1\d|2[01]|4[3-9]|5[0-4])$/, goals: [at60(0.05)] },
    { id: "G-larger", name: /^G\d+$/, goals: [at60(0.4)] },
    // Biq Mac's files: what stands before the size.
    { id: ownGroup, name: /^(\w+?)_\d+\.\d+$/ },
    { id: ownGroup, name: /^(ising[\d.]+)-/ },
    { id: ownGroup, name: /^(t[23]g)\d/ },
  ],
  qubo: [
    { id: "bqp-500", name: /^bqp(\d+)-/, from: 1, to: 500, goals: best10 },
    { id: "bqp-1000", name: /^bqp\d+-/ },
    { id: "gka", name: /^gka/, goals: best10 },
    { id: "be", name: /^be\d/ },
  ],
  mkp: [{ id: ownGroup, name: /^(\d+\.\d+)-/ }],
};

function fits({ name, from = -Infinity, to = Infinity }: SetRule, instance: string): boolean {
  const found = name.exec(instance);
  if (found === null) return false;
  if (from === -Infinity && to === Infinity) return true;
  const number = Number(found[1]);
  return number >= from && number <= to;
}

/** Which set of its family an instance counts in: where no rule fits, its folder or the letters it begins with. */
export function setOf(family: FamilyId, instance: string): string {
  const rule = rules[family].find((each) => fits(each, instance));
  if (rule !== undefined) return rule.id === ownGroup ? rule.name.exec(instance)![1]! : rule.id;
  const [folder = "", ...rest] = instance.split("/");
  return rest.length > 0 ? folder : (/^[a-zA-Z]+/.exec(instance)?.[0] ?? "other");
}

export const goalsOf = (family: FamilyId, set: string): readonly Goal[] =>
  rules[family].find(({ id }) => id === set)?.goals ?? [];
