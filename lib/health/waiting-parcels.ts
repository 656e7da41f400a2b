import type { Transaction } from "@/lib/infra/db";

/** They are pushed one after another, and the first failure that affects them all postpones the others again. */
export const makePushesDue = (tx: Transaction, merchantId: string, integrationId: string): Promise<unknown> =>
  tx.$executeRaw`
    update shipment set next_push_at = now()
    where merchant_id = ${merchantId}::uuid and integration_id = ${integrationId}::uuid and status = 'waiting' and failure is not null and next_push_at > now()`;

export const doParcelsWait = async (tx: Transaction, merchantId: string, integrationId: string): Promise<boolean> =>
  (await tx.shipment.count({ where: { merchantId, integrationId, status: "waiting", failure: { not: null } }, take: 1 })) > 0;
