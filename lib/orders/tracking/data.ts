import { z } from "zod";
import type { PushDelay } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { SHIPMENT_STATUSES, type ShipmentStatus } from "@/lib/orders/tracking/schema";
import { findSharedIn, type SharedNumber } from "@/lib/orders/tracking/shared-numbers";

/** One parcel as the page shows it. */
export interface ShipmentView {
  id: string;
  orderId: string;
  orderNumber: string;
  carrier: string;
  trackingNumber: string;
  trackingUrl: string | null;
  source: string;
  status: ShipmentStatus;
  attempts: number;
  recordedAt: Date;
  nextPushAt: Date | null;
  toldAt: Date | null;
  /** A code of lib/health/failures.ts, or a PushRefusal or PushDelay of lib/connectors/shop.ts; null while nothing failed. */
  failure: string | null;
  /** The status of the shop's answer, for failures that had one. */
  failureStatus: number | null;
  /** What the shop said of it, as plain words; null where nothing is worth telling. */
  shopSays: string | null;
  /** When the carrier platform took it back after the shop was told. */
  cancelledAt: Date | null;
}

/** Which of the numbers would be those of more than one order. */
export const findSharedNumbers = (
  scope: MerchantScope,
  parcels: readonly { orderId: string; trackingNumber: string }[],
): Promise<SharedNumber[]> => readMerchant(scope, ({ tx, merchantId }) => findSharedIn(tx, merchantId, parcels));

/** The newest parcels of an integration, those that wait or failed first; empty for unknown and foreign ids. */
export async function listShipments(
  scope: MerchantScope,
  query: { integrationId: string; orderId?: string; limit?: number },
): Promise<ShipmentView[]> {
  const { merchantId } = scope;
  const rows = await readMerchant(scope, ({ tx }) =>
    tx.shipment.findMany({
      where: { merchantId, integrationId: query.integrationId, ...(query.orderId ? { orderId: query.orderId } : {}) },
      orderBy: [{ toldAt: { sort: "desc", nulls: "first" } }, { recordedAt: "desc" }, { id: "desc" }],
      take: query.limit ?? 50,
      include: { order: { select: { number: true } } },
    }),
  );
  return rows.map(({ order, status, ...row }) => ({
    id: row.id,
    orderId: row.orderId,
    orderNumber: order.number,
    carrier: row.carrier,
    trackingNumber: row.trackingNumber,
    trackingUrl: row.trackingUrl,
    source: row.source,
    status: SHIPMENT_STATUSES.find((known) => known === status) ?? "failed",
    attempts: row.attempts,
    recordedAt: row.recordedAt,
    nextPushAt: row.nextPushAt,
    toldAt: row.toldAt,
    failure: row.failure,
    failureStatus: readParams(row.failureParams).status ?? null,
    shopSays: row.failure === SAID_BY_SHOP ? readParams(row.failureParams).detail || null : null,
    cancelledAt: row.cancelledAt,
  }));
}

const SAID_BY_SHOP: PushDelay = "shipping_refused";
const paramsSchema = z.object({ status: z.number().int().nullish(), detail: z.string().nullish() });
const readParams = (params: unknown): z.infer<typeof paramsSchema> => paramsSchema.safeParse(params).data ?? {};

/** How many parcels wait, failed and arrived; zeros for unknown and foreign ids. */
export async function countShipments(scope: MerchantScope, integrationId: string): Promise<Record<ShipmentStatus, number>> {
  const groups = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.shipment.groupBy({ by: ["status"], where: { merchantId, integrationId }, _count: { _all: true } }),
  );
  const count = (status: ShipmentStatus): number => groups.find((group) => group.status === status)?._count._all ?? 0;
  return { waiting: count("waiting"), told: count("told"), failed: count("failed") };
}

export interface WebhookView {
  hasSecret: boolean;
  /** When the last rightly signed delivery arrived; null when none did since the secret was made. */
  receivedAt: string | null;
}

/** The carrier platform's webhook of an integration; as never made for unknown and foreign ids. */
export async function findWebhook(scope: MerchantScope, integrationId: string): Promise<WebhookView> {
  const { merchantId } = scope;
  const row = await readMerchant(scope, ({ tx }) =>
    tx.integration.findUnique({
      where: { merchantId_id: { merchantId, id: integrationId } },
      select: { webhookSecretKeyId: true, webhookReceivedAt: true },
    }),
  );
  return { hasSecret: row?.webhookSecretKeyId != null, receivedAt: row?.webhookReceivedAt?.toISOString() ?? null };
}

export interface OrderShipments {
  shipments: ShipmentView[];
  readOnly: boolean;
  /** Milliseconds since 1970: news told later are not in it. */
  readAt: number;
}
