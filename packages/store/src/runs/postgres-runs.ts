import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Answer } from "@qtwin/model";
import type { Database } from "../database.ts";
import type { RunRecord, RunStore } from "./runs.ts";

const compress = promisify(gzip);
const expand = promisify(gunzip);

const listed = [
  "id",
  "site_id",
  "use_case",
  "snapshot_id",
  "proposal_id",
  "created_at_ms",
  "model_hash",
  "answer",
] as const;

export function createRuns({ query }: Database): RunStore {
  return {
    put: async (run) => {
      const { solution, ...answer } = run.answer;
      await query
        .insertInto("runs")
        .values({
          id: run.id,
          site_id: run.siteId,
          use_case: run.useCase,
          snapshot_id: run.snapshotId,
          proposal_id: run.proposalId,
          created_at_ms: Math.round(run.createdAtMs),
          model_hash: run.modelHash,
          mps_gzip: await compress(run.mps),
          solution: solution ? bytesOf(solution) : null,
          answer: JSON.stringify(answer),
        })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
    },
    get: async (id) => {
      const row = await query.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
      if (!row) return null;
      const mps = (await expand(row.mps_gzip)).toString("utf8");
      return { ...recordOf(row, row.solution ? numbersOf(row.solution) : null), mps };
    },
    list: async (siteId, limit = 100) => {
      const rows = await query
        .selectFrom("runs")
        .select(listed)
        .where("site_id", "=", siteId)
        .orderBy("created_at_ms", "desc")
        .limit(limit)
        .execute();
      return rows.map((row) => recordOf(row, null));
    },
  };
}

/** Little-endian doubles. */
function bytesOf(numbers: Float64Array): Buffer {
  const bytes = Buffer.alloc(numbers.length * 8);
  numbers.forEach((value, index) => {
    bytes.writeDoubleLE(value, index * 8);
  });
  return bytes;
}

const numbersOf = (bytes: Buffer): Float64Array =>
  Float64Array.from({ length: bytes.length / 8 }, (_, index) => bytes.readDoubleLE(index * 8));

function recordOf(
  row: {
    id: string;
    site_id: string;
    use_case: string;
    snapshot_id: string | null;
    proposal_id: string | null;
    created_at_ms: number;
    model_hash: string;
    answer: unknown;
  },
  solution: Float64Array | null,
): Omit<RunRecord, "mps"> {
  return {
    id: row.id,
    siteId: row.site_id,
    useCase: row.use_case,
    snapshotId: row.snapshot_id,
    proposalId: row.proposal_id,
    createdAtMs: row.created_at_ms,
    modelHash: row.model_hash,
    answer: { ...(row.answer as Omit<Answer, "solution">), solution },
  };
}
