import { SELF_HOSTED } from "@/lib/connectors/shop-systems";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import type { Sql } from "@/lib/infra/sql";
import type { EventType } from "@/lib/notify/events/event-names";
import { type EventData, ORDERS_PER_EVENT } from "@/lib/notify/events/event-types";
import type { ImportedOrder } from "@/lib/orders/events";

// Events are written in the transaction of the change, so that programs hear of it only if that commits.

export interface OfShop {
  scope: MerchantScope;
  integrationId: string;
}

/** `data`: codes, ids and order numbers; no buyer's data, no secrets. */
export async function recordEvent<Type extends EventType>(
  tx: Transaction,
  { scope, integrationId }: OfShop,
  type: Type,
  data: EventData<Type>,
): Promise<void> {
  await tx.merchantEvent.create({ data: { merchantId: scope.merchantId, integrationId, type, data } });
}

const INSERT_ORDERS = `insert into merchant_event (merchant_id, integration_id, type, data)
    select $1::uuid, $2::uuid, 'order.imported', data from jsonb_array_elements($3::jsonb) as data`;

/** Tells of imported orders in batches, in one statement. */
export async function recordOrders(
  sql: Sql,
  { scope, integrationId, runId, orders }: OfShop & { runId: string | null; orders: readonly ImportedOrder[] },
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(orders.length / ORDERS_PER_EVENT) }, (_, batch): EventData<"order.imported"> => {
    const first = batch * ORDERS_PER_EVENT;
    return { runId, orders: orders.slice(first, first + ORDERS_PER_EVENT) };
  });
  await sql.query(INSERT_ORDERS, [scope.merchantId, integrationId, JSON.stringify(batches)]);
}

/** Records new addresses for every merchant with a shop whose firewall may have to let them in. The caller sees all merchants. */
export async function recordAnnouncement(tx: Transaction, announced: EventData<"address.announced">): Promise<void> {
  await tx.$executeRaw`
    insert into merchant_event (merchant_id, type, data)
    select distinct merchant_id, 'address.announced', ${JSON.stringify(announced)}::jsonb from integration where shop_system = any(${[...SELF_HOSTED]})`;
}
