import type { FamilyId } from "./families.ts";

/** Largest mean gap in % that we aim at, to the best known value (`to: "bound"`: to the best published bound). */
export interface Goal {
  readonly at10SPct?: number;
  readonly at60SPct?: number;
  readonly to?: "bound";
}

interface SetRule {
  readonly id: string;
  /** Of the instance's name, which for some data sets is a path. */
  readonly name: RegExp;
  /** Smallest and largest number in the first group of `name`. */
  readonly from?: number;
  readonly to?: number;
  readonly goal?: Goal;
}

/** The set is called like the first group of `name`. */
const ownGroup = "";

const goal = (at10SPct: number, at60SPct: number): Goal => ({ at10SPct, at60SPct });
const best10: Goal = { at10SPct: 0 };

/** The first rule that fits counts. Goals: issue of the solver portfolio. */
const rules: Readonly<Record<FamilyId, readonly SetRule[]>> = {
  jsp: [
    { id: "la", name: /^la\d/, goal: goal(0.3, 0.1) },
    { id: "abz+orb", name: /^(abz|orb)\d/, goal: goal(0.8, 0.3) },
    { id: "ft", name: /^ft\d/, goal: best10 },
    { id: "ta01-20", name: /^ta(\d+)$/, from: 1, to: 20, goal: goal(1.5, 0.8) },
    { id: "ta21-50", name: /^ta(\d+)$/, from: 21, to: 50, goal: goal(4, 2.5) },
    { id: "ta51-80", name: /^ta(\d+)$/, from: 51, to: 80, goal: goal(1.5, 0.5) },
  ],
  fjsp: [
    { id: "brandimarte", name: /^brandimarte\//, goal: goal(1.5, 0.8) },
    { id: "hurink-e", name: /^hurink\/edata\// },
    { id: "hurink-r", name: /^hurink\/rdata\// },
    { id: "hurink-v", name: /^hurink\/vdata\// },
  ],
  "fjsp-sdst": [{ id: "fattahi", name: /^Fattahi/i }],
  mmkp: [
    { id: "I", name: /^I\d/, goal: { ...goal(0.5, 0.2), to: "bound" } },
    { id: "HiremathHill", name: /^TestSet/, goal: { ...goal(0.5, 0.2), to: "bound" } },
  ],
  qap: [
    { id: "nug", name: /^nug/, goal: best10 },
    { id: "chr", name: /^chr/, goal: best10 },
    { id: "esc", name: /^esc/, goal: best10 },
    { id: "kra", name: /^kra/, goal: best10 },
    { id: "sko", name: /^sko/, goal: goal(1, 0.6) },
    { id: "lipa-a", name: /^lipa\d+a/ },
    { id: "lipa-b", name: /^lipa\d+b/ },
    { id: "tai-a", name: /^tai\d+a/, goal: goal(1, 0.6) },
    { id: "tai-b", name: /^tai\d+b/ },
    { id: "tai-c", name: /^tai\d+c/ },
  ],
  maxcut: [
    { id: "G1-21+43-54", name: /^G(\d|1\d|2[01]|4[3-9]|5[0-4])$/, goal: { at60SPct: 0.05 } },
    { id: "G-larger", name: /^G\d+$/, goal: { at60SPct: 0.4 } },
    // Biq Mac's files: what stands before the size.
    { id: ownGroup, name: /^(\w+?)_\d+\.\d+$/ },
    { id: ownGroup, name: /^(ising[\d.]+)-/ },
    { id: ownGroup, name: /^(t[23]g)\d/ },
  ],
  qubo: [
    { id: "bqp-500", name: /^bqp(\d+)-/, from: 1, to: 500, goal: best10 },
    { id: "bqp-1000", name: /^bqp\d+-/ },
    { id: "gka", name: /^gka/, goal: best10 },
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

export const goalOf = (family: FamilyId, set: string): Goal | null =>
  rules[family].find(({ id }) => id === set)?.goal ?? null;
