import { createHash } from "node:crypto";
import { parseJson } from "@/lib/base/parse-json";
import { jobScope, type MerchantScope } from "@/lib/identity/accounts/access";
import { inMerchant, inPlatform, type Transaction } from "@/lib/infra/db";
import { log } from "@/lib/infra/log";
import { webhookContext } from "@/lib/infra/seal-contexts";
import { unseal } from "@/lib/infra/secrets";
import { parcelUnassigned } from "@/lib/orders/tracking/events";
import type { CalledParcel } from "@/lib/orders/tracking/match-order";
import { recordShipmentsIn, withdrawParcelIn } from "@/lib/orders/tracking/outbox/mutations";
import { isSigned, isTimely, type ParcelEvent, readParcelEvent } from "@/lib/orders/tracking/webhook/sendcloud-event";

/**
 * `unknown`: unknown integration, no secret or a wrong signature, which look alike to the sender. `too_early`: the order is not imported
 * yet; the carrier must retry. `out_of_time`: signed too long ago or in the future. `unassigned`: matches several orders; members were
 * notified. `unreadable`: nothing to record. `nothing`: no news.
 */
export type Received = "unknown" | "out_of_time" | "too_early" | "unassigned" | "unreadable" | "nothing" | "recorded" | "withdrawn";

interface Receiver {
  merchantId: string;
  secret: string;
}

async function findReceiver(integrationId: string): Promise<Receiver | null> {
  const row = await inPlatform((tx) =>
    tx.integration.findUnique({
      where: { id: integrationId },
      select: { merchantId: true, webhookSecret: true, webhookSecretKeyId: true },
    }),
  );
  if (!row?.webhookSecret || !row.webhookSecretKeyId) return null;
  try {
    const sealed = { bytes: row.webhookSecret, keyId: row.webhookSecretKeyId };
    return { merchantId: row.merchantId, secret: unseal(sealed, webhookContext(integrationId)) };
  } catch {
    log.error({ integrationId }, "the webhook's secret does not open with the keys of this process");
    return null;
  }
}

/** Handles one delivery of the carrier: the parcel, its outbox row and the event time are one transaction. */
export async function receiveParcelEvent(integrationId: string, rawBody: Uint8Array, signature: string): Promise<Received> {
  const receiver = await findReceiver(integrationId);
  if (!isSigned(rawBody, signature, receiver?.secret ?? null) || !receiver) return "unknown";
  await noteReceived(receiver.merchantId, integrationId);
  const read = readParcelEvent(parseJson(rawBody));
  if (read.kind === "unreadable") log.warn({ integrationId, fields: read.fields }, "event of a parcel that cannot be read");
  if (read.kind !== "parcel") return read.kind;
  if (!isTimely(read.event.at, new Date())) return "out_of_time";
  const event = { ...read.event, hash: new Uint8Array(createHash("sha256").update(rawBody).digest()) };
  // The signature authorizes the sender.
  const scope = jobScope("sendcloud-webhook", receiver.merchantId);
  return inMerchant(receiver.merchantId, async (tx) => {
    const { shipment, parcelId } = event;
    if (!shipment) {
      if (!(await isNewest(tx, receiver.merchantId, integrationId, event))) return "nothing";
      return (await withdrawParcelIn(tx, scope, { integrationId, carrierParcelId: parcelId })) ? "withdrawn" : "nothing";
    }
    const parcel = { integrationId, source: "webhook" as const, shipments: [shipment], carrierParcelId: parcelId };
    const isKnownOrder = await recordShipmentsIn(tx, scope, parcel, { preview: true });
    const refusal = isKnownOrder.ok ? null : isKnownOrder.reason;
    if (refusal?.code === "not_found") return "unknown";
    const isAmbiguous = refusal?.problems.some(({ problem }) => problem === "order_ambiguous") ?? false;
    if (refusal && !isAmbiguous) return "too_early";
    if (!(await isNewest(tx, receiver.merchantId, integrationId, event))) return "nothing";
    if (isAmbiguous) return publishUnassigned(tx, scope, integrationId, parcelId, shipment);
    const recorded = await recordShipmentsIn(tx, scope, parcel);
    return recorded.ok && recorded.value.recorded > 0 ? "recorded" : "nothing";
  });
}

async function publishUnassigned(
  tx: Transaction,
  scope: MerchantScope,
  integrationId: string,
  parcelId: bigint,
  { order, trackingNumber }: CalledParcel,
): Promise<"unassigned"> {
  await parcelUnassigned.publish(tx, { scope, integrationId, parcel: { parcel: String(parcelId), order, number: trackingNumber } });
  return "unassigned";
}

/** Writes at most once a second, so that a burst of deliveries does not contend for the row. */
async function noteReceived(merchantId: string, integrationId: string): Promise<void> {
  await inMerchant(
    merchantId,
    (tx) => tx.$executeRaw`
      update integration set webhook_received_at = now() where merchant_id = ${merchantId}::uuid and id = ${integrationId}::uuid
        and (webhook_received_at is null or webhook_received_at < now() - interval '1 second')`,
  );
}

interface HashedEvent extends ParcelEvent {
  hash: Uint8Array<ArrayBuffer>;
}

/** More different events of one parcel at one time than any carrier sends. */
const MAX_OF_ONE_TIME = 64;
const HASH_BYTES = 32;

/**
 * Stores the event as the parcel's newest unless a newer one was received: deliveries repeat and arrive in any order. Different events with
 * the same time count once each, so a replay changes nothing; of these, a cancellation counts as the last.
 */
async function isNewest(tx: Transaction, merchantId: string, integrationId: string, { parcelId, at, shipment, hash }: HashedEvent) {
  const rows = await tx.$executeRaw`
    insert into sendcloud_parcel as known (merchant_id, integration_id, parcel_id, event_at, event_hash, is_cancelled)
    values (${merchantId}::uuid, ${integrationId}::uuid, ${parcelId}, ${at}, ${hash}, ${shipment === null})
    on conflict (merchant_id, integration_id, parcel_id) do update
      set event_at = excluded.event_at, is_cancelled = excluded.is_cancelled,
        event_hash = case when known.event_at < excluded.event_at then excluded.event_hash
          else coalesce(known.event_hash, '') || excluded.event_hash end
      where known.event_at < excluded.event_at
        or (known.event_at = excluded.event_at and not known.is_cancelled
          and position(excluded.event_hash in coalesce(known.event_hash, '')) = 0
          and octet_length(coalesce(known.event_hash, '')) < ${MAX_OF_ONE_TIME * HASH_BYTES}::int)`;
  return rows > 0;
}
