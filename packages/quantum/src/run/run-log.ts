import type { Samples } from "@qtwin/kernel";
import { bestOfSamples } from "./best-of-samples.ts";
import type { Assignment, RunControl, RunEffort, RunProgress } from "./run.ts";

/** Progress is reported for each of the first evaluations, then whenever the effort has grown by one part in so many. */
const reportedSingly = 100;

/** The books of one run: effort, stages, the least expectation, the best assignment, and who is told when. */
export class RunLog {
  readonly timeline: RunProgress[] = [];
  best: Assignment | undefined;
  expectation: number | null = null;
  /** Whether a poll has met an aborted signal. */
  stopped = false;
  readonly #control: RunControl;
  #stage = "start";
  #evaluations = 0;
  #gradients = 0;
  #shots = 0;
  #calls = 0;
  #nextReport = 1;
  #improved = false;

  constructor(control: RunControl) {
    this.#control = control;
  }

  get effort(): RunEffort {
    return { evaluations: this.#evaluations, gradients: this.#gradients, shots: this.#shots };
  }

  /** Begins a part of the algorithm, named in a few words. */
  stage(name: string): void {
    this.#stage = name;
  }

  /** Whether the signal is aborted: to be asked between evaluations. */
  poll(): boolean {
    if (this.#control.signal?.aborted) this.stopped = true;
    return this.stopped;
  }

  /** The signal for a search inside the run: reading it polls. */
  get signal(): { readonly aborted: boolean } {
    const poll = (): boolean => this.poll();
    return {
      get aborted() {
        return poll();
      },
    };
  }

  /** One state was prepared for its mean energy (or CVaR). */
  evaluated(expectation: number): void {
    this.#evaluations += 1;
    this.#lower(expectation);
  }

  /** One state was prepared for a gradient, which gave its mean energy too; null where the loss is no energy. */
  differentiated(expectation: number | null): void {
    this.#gradients += 1;
    this.#lower(expectation);
  }

  /** So many shots were measured. */
  measured(shots: number): void {
    this.#shots += shots;
  }

  /** All shots of a state, with the best of them offered. */
  sampled(samples: Samples, qubits: number): void {
    this.measured(samples.occurrences.reduce((sum, count) => sum + count, 0));
    if (samples.energies.length > 0) this.offer(bestOfSamples(samples, qubits));
  }

  /** An assignment that was seen; kept if it is the best. */
  offer(seen: Assignment): void {
    if (seen.energy >= this.#energy) return;
    this.best = seen;
    this.#improved = true;
    this.#tell();
  }

  /** Puts the last state on the timeline. */
  close(): void {
    this.#nextReport = 0;
    this.#improved = true;
    this.#tell();
  }

  get #energy(): number {
    return this.best?.energy ?? Number.POSITIVE_INFINITY;
  }

  #lower(expectation: number | null): void {
    this.#calls += 1;
    if (expectation !== null && expectation < (this.expectation ?? Number.POSITIVE_INFINITY)) {
      this.expectation = expectation;
      this.#improved = true;
    }
    this.#tell();
  }

  #tell(): void {
    if (this.#calls < this.#nextReport) return;
    const progress = {
      stage: this.#stage,
      effort: this.effort,
      expectation: this.expectation,
      energy: this.best?.energy ?? null,
    };
    this.#nextReport = Math.max(this.#calls + 1, this.#calls * (1 + 1 / reportedSingly));
    if (this.#improved) this.timeline.push(progress);
    this.#improved = false;
    this.#control.onProgress?.(progress);
  }
}
