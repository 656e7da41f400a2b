import { PrismaPg } from "@prisma/adapter-pg";
import { pastDeadlocks } from "@/lib/infra/deadlock";
import { closePool, pool } from "@/lib/infra/pool";
import { PrismaClient } from "@/lib/infra/prisma-client/client";
import { statementNamer } from "@/lib/infra/statement-names";

/** A transaction under one of the two roles of the database. */
export type Transaction = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

// Next's development server loads modules anew at every change; the client must outlive that.
const shared = globalThis as typeof globalThis & { mooringPrisma?: PrismaClient };

function client(): PrismaClient {
  shared.mooringPrisma ??= new PrismaClient({ adapter: new PrismaPg(pool(), { statementNameGenerator: statementNamer() }) });
  return shared.mooringPrisma;
}

export interface TransactionOptions {
  /** Longest time the whole transaction may take, in milliseconds. */
  timeoutMs?: number;
}

const transact = <Value>({ timeoutMs = 15_000 }: TransactionOptions, work: (tx: Transaction) => Promise<Value>): Promise<Value> =>
  pastDeadlocks(() => client().$transaction(work, { timeout: timeoutMs, maxWait: 10_000 }));

/**
 * Runs `work` in one transaction that sees exactly the merchant `merchantId`: the second wall behind the where clauses.
 * Only data and mutation functions call it, with the id of the scope they were given. What `work` changes is changed in the database alone: it
 * is done again after a deadlock.
 */
export function inMerchant<Value>(
  merchantId: string,
  work: (tx: Transaction) => Promise<Value>,
  options: TransactionOptions = {},
): Promise<Value> {
  return transact(options, async (tx) => {
    await tx.$executeRaw`select set_config('app.merchant_id', ${merchantId}, true)`;
    return work(tx);
  });
}

/** Runs `work` in one transaction that sees every merchant: sign-in, the support console, the worker's claims. */
export function inPlatform<Value>(work: (tx: Transaction) => Promise<Value>, options: TransactionOptions = {}): Promise<Value> {
  return transact(options, async (tx) => {
    await tx.$executeRaw`set local role mooring_platform`;
    return work(tx);
  });
}

export async function disconnect(): Promise<void> {
  await shared.mooringPrisma?.$disconnect();
  delete shared.mooringPrisma;
  await closePool();
}
