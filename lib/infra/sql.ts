import type pg from "pg";
import type { Transaction } from "@/lib/infra/db";
import { retryOnDeadlock } from "@/lib/infra/deadlock";
import { pool } from "@/lib/infra/pool";
import { nameStatement } from "@/lib/infra/statement-names";

/** Plain statements for hot paths: an ORM would copy and escape a batch of orders several times, and add round trips. */
export interface Sql {
  /** `text` is a constant: it is prepared once per connection. @returns the rows */
  query<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]>;
}

/** Statements within a Prisma transaction. */
export const sqlWithin = (tx: Transaction): Sql => ({
  query: <Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> => {
    nameStatement(text);
    return tx.$queryRawUnsafe<Row[]>(text, ...values);
  },
});

/** @param isOpen false once the transaction has ended and another one may use the connection */
const sqlOver = (client: pg.PoolClient, isOpen: () => boolean): Sql => ({
  query: async <Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> => {
    if (!isOpen()) throw new Error(`Called after the end of its transaction: ${text.trim().slice(0, 80)}`);
    return (await client.query<Row>({ name: nameStatement(text), text, values: [...values] })).rows;
  },
});

/** Statement timeout of page reads, in milliseconds. */
export const READ_MS = 15_000;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** `inMerchant` of lib/infra/db.ts with plain statements. */
export function inMerchantSql<Value>(merchantId: string, timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> {
  if (!UUID.test(merchantId)) throw new TypeError("A merchant id must be a UUID.");
  return inTransaction(`set local role mooring_app; select set_config('app.merchant_id', '${merchantId}', true)`, timeoutMs, work);
}

/** `inPlatform` of lib/infra/db.ts with plain statements. */
export const inPlatformSql = <Value>(timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> =>
  inTransaction("set local role mooring_platform", timeoutMs, work);

const inTransaction = <Value>(begin: string, timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> =>
  retryOnDeadlock(() => transactOnce(begin, timeoutMs, work));

async function transactOnce<Value>(begin: string, timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> {
  const client = await pool().connect();
  let broken: Error | undefined;
  let isOpen = true;
  try {
    // Pipelined: the statements of `work` follow at once. If the first one fails, the connection sees no merchant, so they read nothing.
    const [begun, worked] = await Promise.allSettled([
      client.query(`begin; set local statement_timeout = ${Math.round(timeoutMs)}; ${begin}`),
      work(sqlOver(client, () => isOpen)),
    ]);
    isOpen = false;
    if (begun.status === "rejected") throw begun.reason;
    if (worked.status === "rejected") throw worked.reason;
    await client.query("commit");
    return worked.value;
  } catch (error) {
    await client.query("rollback").catch((lost: Error) => {
      broken = lost;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
