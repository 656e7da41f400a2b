import type { OrderLine, OrderTotals, PostalAddress } from "@/lib/connectors/shop";
import type { ShopSystem } from "@/lib/connectors/shop-systems";
import type { ShopOrder } from "@/lib/infra/prisma-client/client";
import type { ShipmentStatus } from "@/lib/orders/tracking/schema";

/** An order as a row of the list. Money is a decimal string in `currency`. */
export interface OrderRow extends Pick<ShopOrder, "id" | "number" | "status" | "currency" | "customerName" | "placedAt" | "removedAt"> {
  total: string;
  /** The shop's own name of the status; null if it is a common one. */
  statusName: string | null;
  integration: { id: string; name: string; shopSystem: ShopSystem };
  /** The most urgent state of its parcels; null without a parcel. */
  tracking: ShipmentStatus | null;
}

export interface OrderDetail
  extends OrderRow,
    Pick<ShopOrder, "externalId" | "customerEmail" | "modifiedAt" | "paidAt" | "firstSeenAt" | "lastSeenAt"> {
  /** Its status is hidden: no list contains it. */
  isLeftOut: boolean;
  totals: OrderTotals;
  billing: PostalAddress;
  shipping: PostalAddress;
  lines: OrderLine[];
  /** The shop's record as received: data to show, never markup. */
  raw: unknown;
}
