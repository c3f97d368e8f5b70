import { IntColumn } from "../growing.ts";

/**
 * Numbers the names of a text in the order they are added. It compares characters in place: a string for each of a
 * million mentions would cost more than all the rest of the reading.
 */
export class NameTable {
  private readonly text: string;
  private readonly start = new IntColumn();
  private readonly end = new IntColumn();
  private readonly hash = new IntColumn();
  /** Index + 1 of a name, 0 where there is none; a power of two, at most half full. */
  private slots = new Int32Array(1024);

  constructor(text: string) {
    this.text = text;
  }

  get count(): number {
    return this.start.length;
  }

  /** Index of the name that stands from `start` to `end`, −1 when it was not added. */
  find(start: number, end: number): number {
    return this.slots[this.slotOf(this.hashOf(start, end), start, end)]! - 1;
  }

  /** The same, and adds the name when it is new. */
  add(start: number, end: number): number {
    const hash = this.hashOf(start, end);
    const slot = this.slotOf(hash, start, end);
    const known = this.slots[slot]! - 1;
    if (known >= 0) return known;
    this.start.push(start);
    this.end.push(end);
    this.hash.push(hash);
    this.slots[slot] = this.count;
    if (2 * this.count > this.slots.length) this.grow();
    return this.count - 1;
  }

  nameOf(index: number): string {
    return this.text.slice(this.start.data[index], this.end.data[index]);
  }

  /** FNV-1a over the characters. */
  private hashOf(start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ this.text.charCodeAt(at), 0x01000193);
    return hash;
  }

  /** Where the name is, or else where it would go. */
  private slotOf(hash: number, start: number, end: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.slots[slot]! - 1;
      if (index < 0 || (this.hash.data[index] === hash && this.isSame(index, start, end))) return slot;
    }
  }

  private isSame(index: number, start: number, end: number): boolean {
    const from = this.start.data[index]!;
    if (this.end.data[index]! - from !== end - start) return false;
    for (let at = 0; at < end - start; at++)
      if (this.text.charCodeAt(from + at) !== this.text.charCodeAt(start + at)) return false;
    return true;
  }

  private grow(): void {
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let index = 0; index < this.count; index++) {
      let slot = this.hash.data[index]! & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.slots = slots;
  }
}
