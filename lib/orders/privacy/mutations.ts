import { ok, type Result, refuse } from "@/lib/base/result";
import type { OwnerScope } from "@/lib/identity/accounts/access";
import { lockMembers } from "@/lib/identity/accounts/members";
import { recordAudit } from "@/lib/identity/audit/record";
import { inPlatform, type Transaction } from "@/lib/infra/db";
import { patternsOf, redactTexts } from "@/lib/orders/privacy/redact-texts";
import type { Retention } from "@/lib/orders/privacy/schema";
import { normalizeEmail } from "@/lib/orders/privacy/strip-buyer";
import { stripOrders } from "@/lib/orders/privacy/strip-orders";
import { hashEmail, newSuppressionKey, openSuppressionKey } from "@/lib/orders/privacy/suppression";
import { ERASURE_LOCK } from "@/lib/orders/privacy/withhold-buyers";

/** A buyer may have thousands of orders. */
const ERASURE_TIMEOUT_MS = 120_000;

/** Sets how long orders, and the buyers in them, are kept. The next run of the job enforces it. */
export function saveRetention(scope: OwnerScope, { orderDays, addressDays }: Retention): Promise<Result<true, "not_owner">> {
  const { merchantId } = scope;
  return inPlatform(async (tx) => {
    if (!(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
    const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select: { orderDays: true, addressDays: true } });
    const data = { orderDays, addressDays, enforcedAt: null };
    await tx.merchantPrivacy.upsert({ where: { merchantId }, create: { merchantId, ...data }, update: data });
    const before = known ?? { orderDays: null, addressDays: null };
    await recordAudit(tx, scope, { action: "retention_changed", integrationId: null, before, after: { orderDays, addressDays } });
    return ok(true);
  });
}

export interface ErasedCounts {
  /** Orders that keep what was bought, without the buyer. */
  orders: number;
  /** Records of the shop that could not be stored and named the buyer. */
  quarantined: number;
  /** Notes, questions, results and log entries in which the buyer was mentioned. */
  texts: number;
}

/**
 * Removes a buyer from everything the merchant has here, in one transaction, and keeps a keyed hash of the address, so that the next import leaves
 * the buyer out.
 */
export function eraseBuyer(scope: OwnerScope, { email: given }: { email: string }): Promise<Result<ErasedCounts, "not_owner">> {
  const { merchantId } = scope;
  const email = normalizeEmail(given);
  return inPlatform(
    async (tx) => {
      if (!(await lockMembers(tx, scope)).mayManage) return refuse("not_owner");
      // Waits for imports that have already read which buyers to leave out.
      await tx.$executeRaw`select pg_advisory_xact_lock(${ERASURE_LOCK}::int, hashtext(${merchantId}))`;
      const emailHash = hashEmail(await suppressionKeyOf(tx, merchantId), email);
      await tx.$executeRaw`
        insert into erased_buyer (merchant_id, email_hash, erased_at) values (${merchantId}::uuid, ${emailHash}, transaction_timestamp())
        on conflict (merchant_id, email_hash) do update set erased_at = excluded.erased_at`;
      const { orders, names } = await stripOrders(tx, merchantId, email);
      const quarantined = await tx.$executeRaw`
        update order_set_aside set raw = '{"erased": true}', error = '' where merchant_id = ${merchantId}::uuid
          and (strpos(lower(raw::text), ${email}) > 0 or strpos(lower(error), ${email}) > 0)`;
      const texts = await redactTexts(tx, merchantId, patternsOf(email, names));
      await recordAudit(tx, scope, { action: "buyer_erased", integrationId: null, details: { orders, quarantined, texts } });
      return ok({ orders, quarantined, texts });
    },
    { timeoutMs: ERASURE_TIMEOUT_MS },
  );
}

/** The key of the merchant's hashes, made at the first erasure. */
async function suppressionKeyOf(tx: Transaction, merchantId: string): Promise<Buffer> {
  const known = await tx.merchantPrivacy.findUnique({ where: { merchantId }, select: { suppression: true, suppressionKeyId: true } });
  if (known?.suppression && known.suppressionKeyId)
    return openSuppressionKey(merchantId, { bytes: known.suppression, keyId: known.suppressionKeyId });
  const made = newSuppressionKey(merchantId);
  const data = { suppression: made.bytes, suppressionKeyId: made.keyId };
  await tx.merchantPrivacy.upsert({ where: { merchantId }, create: { merchantId, ...data }, update: data });
  return openSuppressionKey(merchantId, made);
}
