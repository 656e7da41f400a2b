import type pg from "pg";
import type { Transaction } from "@/lib/infra/db";
import { pastDeadlocks } from "@/lib/infra/deadlock";
import { pool } from "@/lib/infra/pool";
import { keepWrittenName } from "@/lib/infra/statement-names";

/**
 * Statements of a hot path: a page of orders is hundreds of kilobytes, which an ORM would copy and escape several times over, and each
 * round trip of a sync that finds nothing is paid a hundred times a second.
 */
export interface Sql {
  /** `name` keeps the plan: the same name always means the same text. @returns the rows */
  query<Row extends object>(statement: SqlStatement, values: readonly unknown[]): Promise<Row[]>;
}

export interface SqlStatement {
  name: string;
  text: string;
}

/** The same within a transaction of Prisma. */
export const sqlWithin = (tx: Transaction): Sql => ({
  query: <Row extends object>(statement: SqlStatement, values: readonly unknown[]): Promise<Row[]> => {
    keepWrittenName(statement);
    return tx.$queryRawUnsafe<Row[]>(statement.text, ...values);
  },
});

/** @param isOpen false once the transaction has ended: the connection may be in somebody else's by then */
const sqlOver = (client: pg.PoolClient, isOpen: () => boolean): Sql => ({
  query: async <Row extends object>({ name, text }: SqlStatement, values: readonly unknown[]): Promise<Row[]> => {
    if (!isOpen()) throw new Error(`"${name}" was asked for after the end of its transaction.`);
    return (await client.query<Row>({ name, text, values: [...values] })).rows;
  },
});

/** What every page reads goes by statements alone, a third of the round trips; what takes longer is given up. */
export const READ_MS = 15_000;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** As `inMerchant` of lib/infra/db.ts, by statements alone. */
export function inMerchantSql<Value>(merchantId: string, timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> {
  if (!UUID.test(merchantId)) throw new TypeError("A merchant is named by its UUID.");
  return inTransaction(`select set_config('app.merchant_id', '${merchantId}', true)`, timeoutMs, work);
}

/** As `inPlatform` of lib/infra/db.ts, by statements alone. */
export const inPlatformSql = <Value>(timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> =>
  inTransaction("set local role mooring_platform", timeoutMs, work);

const inTransaction = <Value>(begin: string, timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> =>
  pastDeadlocks(() => transactOnce(begin, timeoutMs, work));

async function transactOnce<Value>(begin: string, timeoutMs: number, work: (sql: Sql) => Promise<Value>): Promise<Value> {
  const client = await pool().connect();
  let broken: Error | undefined;
  let isOpen = true;
  try {
    // What `work` asks for goes out right behind it: were it not to begin, the connection would see no merchant at all.
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
