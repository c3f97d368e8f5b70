import { availableParallelism } from "node:os";
import { printMps } from "@qtwin/model";
import { solve } from "@qtwin/solvers";
import type { ExperienceStore } from "@qtwin/store";
import type { LoopContext, Solve } from "../context.ts";

/** Good enough to stop: the rest of the gap is below what the forecasts are worth. */
const gapLimit = 0.005;

/** One solver that proves and one that searches, where there are the cores for it. */
const threads = Math.min(2, availableParallelism());

/**
 * Solves in worker threads; what earlier races taught decides which solvers start, and what this one
 * teaches is added. A store that is away costs the lesson, not the plan.
 */
export const solveInThread =
  (
    deadlines: { readonly plannedS: number; readonly urgentS: number },
    signal: AbortSignal,
    store: Pick<ExperienceStore, "all" | "add">,
    onLost: (cause: unknown) => void,
  ): Solve =>
  async (model, warmStart, isUrgent = false) => {
    const lost =
      <T>(instead: T) =>
      (cause: unknown): T => {
        onLost(cause);
        return instead;
      };
    const experience = await store.all().catch(lost({}));
    let taught: Promise<void> = Promise.resolve();
    const timeLimitMs = 1000 * (isUrgent ? deadlines.urgentS : deadlines.plannedS);
    const answer = await solve(model, {
      ...{ timeLimitMs, gapLimit, seed: 1, threads, signal, experience },
      onLesson: (problemClass, lesson) => {
        taught = store.add(problemClass, lesson).catch(lost(undefined));
      },
      ...(warmStart ? { warmStart } : {}),
    });
    await taught;
    return answer;
  };

export const modelText: LoopContext["toMps"] = printMps;
