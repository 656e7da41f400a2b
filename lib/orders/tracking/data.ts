import { z } from "zod";
import type { PushDelay } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import type { Prisma } from "@/lib/infra/prisma-client/client";
import { trackingLink } from "@/lib/orders/tracking/carriers";
import { SHIPMENT_STATUSES, type ShipmentStatus } from "@/lib/orders/tracking/schema";
import { findSharedIn, type SharedNumber } from "@/lib/orders/tracking/shared-numbers";

const COLUMNS = {
  id: true,
  orderId: true,
  carrier: true,
  trackingNumber: true,
  source: true,
  attempts: true,
  recordedAt: true,
  nextPushAt: true,
  sentAt: true,
  cancelledAt: true,
  failure: true,
} as const satisfies Prisma.ShipmentSelect;

export interface ShipmentView extends Prisma.ShipmentGetPayload<{ select: typeof COLUMNS }> {
  orderNumber: string;
  /** The entered URL, else one derived from carrier and number. */
  trackingUrl: string | null;
  /** The entered URL; null if it is derived. */
  enteredUrl: string | null;
  status: ShipmentStatus;
  /** HTTP status of the shop's response, if any. */
  failureStatus: number | null;
  /** Message of the shop as plain text, or null. */
  shopSays: string | null;
}

/** Tracking numbers that more than one order would have. */
export const findSharedNumbers = (
  scope: MerchantScope,
  parcels: readonly { orderId: string; trackingNumber: string }[],
): Promise<SharedNumber[]> => readMerchant(scope, ({ tx, merchantId }) => findSharedIn(tx, merchantId, parcels));

/** The newest parcels of an integration, waiting and failed ones first; empty for unknown and foreign ids. */
export async function listShipments(
  scope: MerchantScope,
  query: { integrationId: string; orderId?: string; limit?: number },
): Promise<ShipmentView[]> {
  const rows = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.shipment.findMany({
      where: { merchantId, integrationId: query.integrationId, ...(query.orderId ? { orderId: query.orderId } : {}) },
      orderBy: [{ sentAt: { sort: "desc", nulls: "first" } }, { recordedAt: "desc" }, { id: "desc" }],
      take: query.limit ?? 50,
      select: { ...COLUMNS, trackingUrl: true, status: true, failureParams: true, order: { select: { number: true } } },
    }),
  );
  return rows.map(({ order, status, trackingUrl, failureParams, ...row }) => ({
    ...row,
    orderNumber: order.number,
    trackingUrl: trackingUrl ?? trackingLink(row.carrier, row.trackingNumber),
    enteredUrl: trackingUrl,
    status: SHIPMENT_STATUSES.find((known) => known === status) ?? "failed",
    failureStatus: readParams(failureParams).status ?? null,
    shopSays: row.failure === SAID_BY_SHOP ? readParams(failureParams).detail || null : null,
  }));
}

const SAID_BY_SHOP: PushDelay = "shipping_refused";
const paramsSchema = z.object({ status: z.number().int().nullish(), detail: z.string().nullish() });
const readParams = (params: unknown): z.infer<typeof paramsSchema> => paramsSchema.safeParse(params).data ?? {};

/** Number of waiting, failed and sent parcels; zeros for unknown and foreign ids. */
export async function countShipments(scope: MerchantScope, integrationId: string): Promise<Record<ShipmentStatus, number>> {
  const groups = await readMerchant(scope, ({ tx, merchantId }) =>
    tx.shipment.groupBy({ by: ["status"], where: { merchantId, integrationId }, _count: { _all: true } }),
  );
  const count = (status: ShipmentStatus): number => groups.find((group) => group.status === status)?._count._all ?? 0;
  return { waiting: count("waiting"), sent: count("sent"), failed: count("failed") };
}

export interface WebhookView {
  hasSecret: boolean;
  /** When the last delivery with a valid signature arrived since the secret was created; null if none did. */
  receivedAt: string | null;
}

/** The carrier's webhook of an integration; without a secret for unknown and foreign ids. */
export async function findWebhook(scope: MerchantScope, integrationId: string): Promise<WebhookView> {
  const row = await readMerchant(scope, ({ tx, merchantId }) =>
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
  /** Milliseconds since 1970; later updates are not included. */
  readAt: number;
}
