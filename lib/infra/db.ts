import { PrismaPg } from "@prisma/adapter-pg";
import { SECOND_MS } from "@/lib/base/units";
import { retryOnDeadlock } from "@/lib/infra/deadlock";
import { env } from "@/lib/infra/env";
import { closePool, pool } from "@/lib/infra/pool";
import { PrismaClient } from "@/lib/infra/prisma-client/client";
import { processWide } from "@/lib/infra/process-wide";
import { statementNamer } from "@/lib/infra/statement-names";

/** A transaction in one of the two database roles. */
export type Transaction = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

const client = processWide(
  "Prisma",
  () => new PrismaClient({ adapter: new PrismaPg(pool(), { statementNameGenerator: statementNamer() }) }),
);

export interface TransactionOptions {
  /** Limit for the whole transaction, in milliseconds. Default: DATABASE_TIMEOUT_SECONDS. */
  timeoutMs?: number;
}

function transact<Value>({ timeoutMs }: TransactionOptions, work: (tx: Transaction) => Promise<Value>): Promise<Value> {
  const patienceMs = env().DATABASE_TIMEOUT_SECONDS * SECOND_MS;
  return retryOnDeadlock(() => client.get().$transaction(work, { timeout: timeoutMs ?? patienceMs, maxWait: patienceMs }));
}

/**
 * Runs `work` in a transaction that sees only the merchant `merchantId`: row-level security behind the where clauses. Call it only from data and
 * mutation functions, with their scope's id. `work` is retried after a deadlock, so it must have no side effects outside the database.
 */
export function inMerchant<Value>(merchantId: string, work: (tx: Transaction) => Promise<Value>, options: TransactionOptions = {}) {
  return transact(options, async (tx) => {
    // Also sets the role: a pooler in transaction mode ignores the one requested by this process when it connects.
    await tx.$executeRaw`select set_config('role', 'mooring_app', true), set_config('app.merchant_id', ${merchantId}, true)`;
    return work(tx);
  });
}

/** Runs `work` in a transaction that sees every merchant: sign-in, the support console, the worker's claims. */
export function inPlatform<Value>(work: (tx: Transaction) => Promise<Value>, options: TransactionOptions = {}): Promise<Value> {
  return transact(options, async (tx) => {
    await tx.$executeRaw`set local role mooring_platform`;
    return work(tx);
  });
}

export async function disconnect(): Promise<void> {
  await client.take()?.$disconnect();
  await closePool();
}
