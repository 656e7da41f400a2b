import type { Platform } from "@/lib/connectors/platforms";
import type { OrderLine, PostalAddress } from "@/lib/connectors/shop";
import type { ShipmentStatus } from "@/lib/orders/tracking/schema";

/** An order as a row of the list. Money is a decimal string in `currency`. */
export interface OrderRow {
  id: string;
  number: string;
  status: string;
  currency: string;
  total: string;
  customerName: string;
  placedAt: Date;
  removedAt: Date | null;
  integration: { id: string; name: string; platform: Platform };
  /** The most urgent state of its parcels; null without a parcel. */
  tracking: ShipmentStatus | null;
}

export interface OrderDetail extends OrderRow {
  /** Its status is hidden: no list contains it. */
  isLeftOut: boolean;
  externalId: string;
  customerEmail: string;
  totals: { shipping: string; fees: string; discount: string; tax: string };
  billing: PostalAddress;
  shipping: PostalAddress;
  lines: OrderLine[];
  modifiedAt: Date;
  paidAt: Date | null;
  firstSeenAt: Date;
  lastSeenAt: Date;
  /** The shop's record as received: data to show, never markup. */
  raw: unknown;
}
