import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { patternsOf, redactTexts } from "@/lib/orders/privacy/redact-texts";
import { normalizeEmail } from "@/lib/orders/privacy/strip-buyer";
import { type NamedOrders, stripOrders } from "@/lib/orders/privacy/strip-orders";
import { hashEmail, hashOrder, newSuppressionKey, openSuppressionKey } from "@/lib/orders/privacy/suppression";
import { ERASURE_LOCK } from "@/lib/orders/privacy/withhold-buyers";

/** A buyer may have thousands of orders. */
export const ERASURE_TIMEOUT_MS = 120_000;

export interface ErasedCounts {
  /** Number of orders from which the buyer was removed; what was bought stays. */
  orders: number;
  /** Number of quarantined records that named the buyer. */
  quarantined: number;
  /** Number of notes, questions, results and log entries that mentioned the buyer. */
  texts: number;
}

/** The buyer with this e-mail address, of these orders, or both. */
export interface Buyer {
  email: string | null;
  orders?: NamedOrders;
}

/**
 * Removes a buyer from all of the merchant's data and keeps keyed hashes of their e-mail addresses and orders, so that later imports leave
 * them out. `tx` is a platform transaction; the caller audits the erasure.
 */
export async function eraseBuyerIn(tx: Transaction, { merchantId }: MerchantScope, buyer: Buyer): Promise<ErasedCounts> {
  // Waits for imports that have already read which buyers to leave out.
  await tx.$executeRaw`select pg_advisory_xact_lock(${ERASURE_LOCK}::int, hashtext(${merchantId}))`;
  const emails = await emailsOf(tx, merchantId, buyer);
  const { integrationId, externalIds } = buyer.orders ?? { integrationId: null, externalIds: [] };
  const key = await suppressionKeyOf(tx, merchantId);
  const hashes = [...emails.map((email) => hashEmail(key, email)), ...externalIds.map((id) => hashOrder(key, `${integrationId}`, id))];
  if (hashes.length === 0) return { orders: 0, quarantined: 0, texts: 0 };
  await tx.$executeRaw`
    insert into erased_buyer (merchant_id, email_hash, erased_at) select ${merchantId}::uuid, h, transaction_timestamp() from unnest(${hashes}::bytea[]) h
    on conflict (merchant_id, email_hash) do update set erased_at = excluded.erased_at`;
  const { orders, names } = await stripOrders(tx, merchantId, emails, buyer.orders);
  const quarantined = await tx.$executeRaw`
    update order_set_aside set raw = '{"erased": true}', error = '' where merchant_id = ${merchantId}::uuid
      and (exists (select from unnest(${emails}::text[]) e where strpos(lower(raw::text), e) > 0 or strpos(lower(error), e) > 0)
        or integration_id = ${integrationId}::uuid and external_id = any(${externalIds}))`;
  const texts = await redactTexts(tx, merchantId, patternsOf(emails, names));
  return { orders, quarantined, texts };
}

/** The given address and those of the customers in the named orders. */
async function emailsOf(tx: Transaction, merchantId: string, { email, orders }: Buyer): Promise<string[]> {
  const stored = orders
    ? await tx.order.findMany({
        where: { merchantId, integrationId: orders.integrationId, externalId: { in: [...orders.externalIds] } },
        select: { customerEmail: true },
      })
    : [];
  const given = [email ?? "", ...stored.map(({ customerEmail }) => customerEmail)].map(normalizeEmail);
  return [...new Set(given)].filter((one) => one.includes("@"));
}

/** The key of the merchant's hashes, created for the first erasure. */
async function suppressionKeyOf(tx: Transaction, merchantId: string): Promise<Buffer> {
  const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select: { suppression: true, suppressionKeyId: true } });
  if (known?.suppression && known.suppressionKeyId)
    return openSuppressionKey(merchantId, { bytes: known.suppression, keyId: known.suppressionKeyId });
  const made = newSuppressionKey(merchantId);
  const data = { suppression: made.bytes, suppressionKeyId: made.keyId };
  await tx.merchantPrivacy.upsert({ where: { merchantId }, create: { merchantId, ...data }, update: data });
  return openSuppressionKey(merchantId, made);
}
