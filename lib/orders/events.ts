import type { MerchantScope } from "@/lib/identity/accounts/access";
import { defineEvent } from "@/lib/infra/domain-event";
import type { Sql } from "@/lib/infra/sql";

export interface ImportedOrder {
  orderId: string;
  number: string;
  change: "created" | "updated";
}

/** Orders were stored for the first time or in a newer version. */
export const ordersImported = defineEvent<
  { scope: MerchantScope; integrationId: string; runId: string | null; orders: readonly ImportedOrder[] },
  Sql
>("orders_imported");
