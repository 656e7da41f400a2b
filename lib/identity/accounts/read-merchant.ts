import type { MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { READ_MS, type Sql, sqlWithin } from "@/lib/infra/sql";

export interface MerchantReader extends MerchantScope {
  readonly tx: Transaction;
  /** The same transaction, for named statements. */
  readonly sql: Sql;
}

/**
 * Runs `work` in the reader's transaction, or in a new one for a plain scope. A loader opens one for all of its reads. A transaction is one
 * connection: await the reads sequentially.
 */
export function readMerchant<Value>(scope: MerchantScope | MerchantReader, work: (reader: MerchantReader) => Promise<Value>) {
  if ("tx" in scope) return work(scope);
  return inMerchant(scope.merchantId, (tx) => work({ ...scope, tx, sql: sqlWithin(tx) }), { timeoutMs: READ_MS });
}
