import { Heap } from "../search/heap.ts";

/** Operations that could be next on one machine, and when the machine is free. */
export class MachineQueue {
  private free = 0;
  /** Those that have come, the most urgent first, and all of them by duration. */
  private readonly here = new Heap();
  private readonly hereByDuration = new Heap();
  /** Those that come later than the machine is free, by their time and by their earliest end. */
  private readonly coming = new Heap();
  private readonly comingByEnd = new Heap();
  private readonly duration: Int32Array;
  private readonly urgency: Float64Array;
  private readonly ready: Float64Array;
  /** By operation, of all machines: 0: coming; 1: here; 2: done. */
  private readonly state: Uint8Array;

  constructor(duration: Int32Array, urgency: Float64Array, ready: Float64Array, state: Uint8Array) {
    this.duration = duration;
    this.urgency = urgency;
    this.ready = ready;
    this.state = state;
  }

  add(operation: number): void {
    const time = this.ready[operation]!;
    this.coming.push(operation, time);
    this.comingByEnd.push(operation, time + this.duration[operation]!);
    this.admit(this.free);
  }

  /** Operations that can start before this compete; Infinity: there are none. */
  limit(patience: number): number {
    const start = this.firstStart();
    return start === Infinity ? Infinity : start + patience * (this.firstEnd() - start);
  }

  /** Schedules the most urgent of those that can start first, or before `limit`. */
  take(limit: number): { readonly operation: number; readonly end: number } {
    this.admit(this.firstStart());
    while (this.coming.topKey < limit) this.admit(this.coming.topKey);
    const operation = this.here.pop();
    this.state[operation] = 2;
    this.free = Math.max(this.free, this.ready[operation]!) + this.duration[operation]!;
    this.admit(this.free);
    return { operation, end: this.free };
  }

  private firstStart(): number {
    return this.here.size > 0 ? this.free : this.coming.topKey;
  }

  private firstEnd(): number {
    const { hereByDuration, comingByEnd, state } = this;
    while (hereByDuration.size > 0 && state[hereByDuration.top] !== 1) hereByDuration.pop();
    while (comingByEnd.size > 0 && state[comingByEnd.top] !== 0) comingByEnd.pop();
    return Math.min(this.free + hereByDuration.topKey, comingByEnd.topKey);
  }

  /** What has come by then is here. */
  private admit(moment: number): void {
    while (this.coming.topKey <= moment) {
      const operation = this.coming.pop();
      this.state[operation] = 1;
      this.here.push(operation, -this.urgency[operation]!);
      this.hereByDuration.push(operation, this.duration[operation]!);
    }
  }
}
