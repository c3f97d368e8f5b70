import type { LinkView, RoleStatus } from "@qtwin/api";
import { linkSchema } from "@qtwin/api";
import { z } from "zod";

/** Topic under which `ingest` and `worker` tell every few seconds that they live and how. */
export const roleTopic = "role";
export const roleBeatMs = 5_000;

/** What a role says of itself. */
export const roleBeatSchema = z.object({
  role: z.enum(["ingest", "worker"]),
  state: z.enum(["running", "degraded"]),
  detail: z.string(),
  links: z.array(linkSchema),
});
export type RoleBeat = z.infer<typeof roleBeatSchema>;

/** The last sign of life of each role; derived, so that losing it costs one beat. */
export interface HealthBoard {
  readonly take: (payload: unknown) => void;
  readonly roles: () => readonly RoleStatus[];
  readonly links: () => readonly LinkView[];
}

const awayAfterBeats = 4;

/** @param nowMs wall clock */
export function createHealthBoard(nowMs: () => number): HealthBoard {
  const beats = new Map<RoleBeat["role"], { readonly beat: RoleBeat; readonly atMs: number }>();
  const statusOf = (role: RoleBeat["role"]): RoleStatus => {
    const known = beats.get(role);
    if (known === undefined) return { role, state: "away", seenAtMs: null, detail: "No sign of life yet." };
    const { beat, atMs } = known;
    if (nowMs() - atMs <= awayAfterBeats * roleBeatMs)
      return { role, state: beat.state, seenAtMs: atMs, detail: beat.detail };
    return { role, state: "away", seenAtMs: atMs, detail: "No sign of life: it is being started again." };
  };
  return {
    take: (payload) => {
      const beat = roleBeatSchema.safeParse(payload);
      if (beat.success) beats.set(beat.data.role, { beat: beat.data, atMs: nowMs() });
    },
    roles: () => [
      statusOf("ingest"),
      statusOf("worker"),
      { role: "api", state: "running", seenAtMs: nowMs(), detail: "" },
    ],
    links: () => [...beats.values()].flatMap(({ beat }) => beat.links),
  };
}
