/** What a command id is made of. */
export interface CommandKey {
  readonly proposalId: string;
  readonly pointId: string;
  readonly slot: number;
}

/**
 * The id under which a plant applies a command once.
 * @example
 * commandId({ proposalId: "p7", pointId: "battery.power", slot: 3 }); // "p7:battery.power:3"
 */
export const commandId = (key: CommandKey): string => `${key.proposalId}:${key.pointId}:${key.slot}`;

/** The parts of a command id; null when the text is not one. */
export function parseCommandId(id: string): CommandKey | null {
  const parts = /^(.+):([^:]+):(\d+)$/.exec(id);
  return parts ? { proposalId: parts[1]!, pointId: parts[2]!, slot: Number(parts[3]) } : null;
}
