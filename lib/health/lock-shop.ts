import { type Result, refuse } from "@/lib/base/result";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { type AuditRecord, recordAudit } from "@/lib/identity/audit/record";
import { inMerchant, type Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import type { Integration, Prisma } from "@/lib/infra/prisma-client/client";

/** Locks a shop's row until the commit. Lock order, to prevent deadlocks: run, shop, lanes, orders and shipments. */
export const lockShop = (tx: Transaction, { merchantId }: MerchantScope, integrationId: string): Promise<unknown> =>
  tx.$queryRaw`select 1 from integration where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid for no key update`;

export interface LockedShop {
  tx: Transaction;
  before: Integration;
  update(data: Prisma.IntegrationUpdateInput): Promise<unknown>;
  record(entry: Omit<AuditRecord, "integrationId">): Promise<void>;
}

/** Runs `work` while the shop is locked until the commit, then notifies the pages that show it; refuses unknown and foreign ids alike. */
export async function withShop<Value, Reason = never>(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  work: (shop: LockedShop) => Promise<Result<Value, Reason>>,
): Promise<Result<Value, Reason | "not_found">> {
  const { merchantId } = scope;
  const where = { merchantId_id: { merchantId, id: integrationId } };
  await lockShop(tx, scope, integrationId);
  const before = await tx.integration.findUnique({ where });
  if (!before) return refuse("not_found");
  const outcome = await work({
    tx,
    before,
    update: (data) => tx.integration.update({ where, data }),
    record: (entry) => recordAudit(tx, scope, { ...entry, integrationId }),
  });
  if (outcome.ok) await publish(tx, { kind: "integration", merchantId, integrationId });
  return outcome;
}

/** `withShop` in its own transaction. */
export const inShop = <Value, Reason = never>(
  scope: MerchantScope,
  integrationId: string,
  work: (shop: LockedShop) => Promise<Result<Value, Reason>>,
) => inMerchant(scope.merchantId, (tx) => withShop(tx, scope, integrationId, work));
