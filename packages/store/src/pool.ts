import pg from "pg";

/**
 * A pool whose connections may end at any time: a query under way fails, the process does not, and the next query opens
 * another connection. Without the listener on each client, one that ends between two queries of a transaction would
 * end the process.
 */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ keepAlive: true, connectionTimeoutMillis: 5_000, ...config });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
