/** A cache line, in bytes. */
export const line = 64;

export const roundUp = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;

/** Hands out room after room, each on its own cache line. */
export function rooms(start: number): (bytes: number) => number {
  let next = start;
  return (bytes) => {
    const at = next;
    next = roundUp(next + bytes, line) + line;
    return at;
  };
}
