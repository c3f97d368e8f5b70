import { constraintReport, type Proposal } from "@qtwin/decide";
import { solve } from "@qtwin/solvers";
import type { Store } from "@qtwin/store";
import type { Snapshot } from "@qtwin/twin";
import type { Plan, WhatIfChange, WhatIfValue } from "@qtwin/usecases";
import type { AnyUseCase } from "../context.ts";
import { loopError } from "../errors.ts";
import { nominatedFacts } from "../nomination/nominated-facts.ts";
import type { Site } from "../site/index.ts";
import { createTurns } from "../write/in-turn.ts";
import { loadUseCase, useCaseParameters } from "./use-case.ts";

/** Somebody waits for it at a screen. */
const timeLimitMs = 15_000;
const gapLimit = 0.005;
/** Planned and waiting at once; each takes the time limit at most. */
const mostAtOnce = 4;

/** What may be changed on the facts of a proposal. */
export interface WhatIfOptions {
  readonly values: readonly WhatIfValue[];
  readonly movable: { readonly bars: readonly string[]; readonly lanes: readonly string[] };
}

/** What the plan would become; it is shown and kept nowhere. */
export interface WhatIfAnswer {
  readonly plan: Plan;
  /** What the plant would do by itself under the same change. */
  readonly baseline: Plan;
  readonly solve: Pick<Proposal["solve"], "solver" | "status" | "gap" | "seconds">;
  readonly constraintReport: Proposal["constraintReport"];
}

/**
 * Plans again on the facts of a stored proposal with a change, one at a time. Nothing is stored and nothing reaches the plant.
 * @throws QT_LOOP_NO_PROPOSAL, QT_LOOP_NO_WHAT_IF, QT_LOOP_NO_FACTS, QT_LOOP_NO_PLAN, QT_LOOP_BUSY, and what the use case says of a bad change
 */
export function createWhatIf(site: Site, store: () => Store) {
  const inTurn = createTurns();
  let loaded: Promise<AnyUseCase> | null = null;
  let atOnce = 0;

  async function factsAt(useCase: AnyUseCase, snapshot: Snapshot) {
    const parameters = useCaseParameters(useCase, site);
    return nominatedFacts({ site, store: store(), useCase, parameters }, snapshot);
  }

  async function factsOf(proposalId: string) {
    const { proposals, snapshots } = store();
    loaded ??= loadUseCase(site.useCase);
    const useCase = await loaded;
    const record = await proposals.get(proposalId);
    if (record?.proposal.siteId !== site.id)
      throw loopError("QT_LOOP_NO_PROPOSAL", `There is no proposal '${proposalId}'.`, "id");
    if (!useCase.whatIf)
      throw loopError("QT_LOOP_NO_WHAT_IF", `Nothing can be tried with '${useCase.title}'.`);
    const { snapshotId, plan } = record.proposal;
    const snapshot = await snapshots.get(snapshotId);
    const read = snapshot && (await factsAt(useCase, snapshot));
    if (!read?.ok) {
      const missing = read ? ` ${read.missing.join(" ")}` : "";
      throw loopError(
        "QT_LOOP_NO_FACTS",
        `The facts of proposal '${proposalId}' are not there any more.${missing}`,
        "id",
      );
    }
    return { useCase, whatIf: useCase.whatIf, facts: read.facts, plan };
  }

  async function planAgain(proposalId: string, change: WhatIfChange): Promise<WhatIfAnswer> {
    const { useCase, whatIf, facts, plan: present } = await factsOf(proposalId);
    const changed = whatIf.apply(facts, change);
    const model = useCase.build(changed);
    const warmStart = useCase.warmStart(changed, model, present);
    const answer = await solve(model, { timeLimitMs, gapLimit, ...(warmStart ? { warmStart } : {}) });
    if (!answer.solution) throw loopError("QT_LOOP_NO_PLAN", `No plan was found (${answer.status}).`);
    const plan = useCase.read(changed, model, answer);
    const baseline = useCase.baseline(changed);
    const explanation = useCase.explain(changed, model, answer, plan, baseline);
    const { solver, status, gap, seconds } = answer;
    return {
      plan,
      baseline,
      solve: { solver, status, gap, seconds },
      constraintReport: constraintReport(model, answer, explanation),
    };
  }

  return {
    options: async (proposalId: string): Promise<WhatIfOptions> => {
      const { whatIf, facts } = await factsOf(proposalId);
      return { values: whatIf.values(facts), movable: whatIf.movable(facts) };
    },
    try: async (proposalId: string, change: WhatIfChange): Promise<WhatIfAnswer> => {
      if (atOnce >= mostAtOnce)
        throw loopError(
          "QT_LOOP_BUSY",
          `${mostAtOnce} others are being tried: one more would wait too long.`,
        );
      atOnce += 1;
      try {
        return await inTurn("what if", () => planAgain(proposalId, change));
      } finally {
        atOnce -= 1;
      }
    },
  };
}
