import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";
import { publish } from "@/lib/infra/live/publish";
import { normalizeEmail } from "@/lib/orders/privacy/strip-buyer";
import { hashEmail, hashOrder, newSuppressionKey, openSuppressionKey } from "@/lib/orders/privacy/suppression";
import { ERASURE_LOCK } from "@/lib/orders/privacy/withhold-buyers";

const FORBIDDEN = '"<>(),;:\\';
const OTHER_SPACES: ReadonlySet<number> = new Set([0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);

function isAllowedInAddress(sign: string): boolean {
  const code = sign.codePointAt(0) ?? 0;
  const isSpace = code <= 0x20 || (code >= 0x7f && code <= 0xa0) || (code >= 0x2000 && code <= 0x200b) || OTHER_SPACES.has(code);
  return !isSpace && !FORBIDDEN.includes(sign);
}

/** Whether a buyer can be found by this address. `is_erasable_address` in SQL is the same rule: begin_erasure() refuses all others. */
export function isErasableAddress(address: string): boolean {
  const signs = [...address];
  const at = signs.indexOf("@");
  return signs.length <= 254 && at > 0 && at < signs.length - 1 && at === signs.lastIndexOf("@") && signs.every(isAllowedInAddress);
}

/** The buyer with this e-mail address, of these orders, or both; or the buyers of all orders of a shop. */
export interface Buyer {
  email: string | null;
  orders?: { integrationId: string; externalIds: readonly string[] | "all" };
}

/**
 * Begins to remove a buyer from all of the merchant's data: from now on, imports leave the buyer out, and the job of work-erasures.ts removes
 * what is stored and audits it. `tx` is a platform transaction.
 */
export async function beginErasure(tx: Transaction, scope: MerchantScope, buyer: Buyer): Promise<void> {
  const { merchantId, actor, sourceAddress } = scope;
  // Waits for imports that have already read which buyers to leave out.
  await tx.$executeRaw`select pg_advisory_xact_lock(${ERASURE_LOCK}::int, hashtext(${merchantId}))`;
  const { integrationId = null, externalIds: given = [] } = buyer.orders ?? {};
  const externalIds = given === "all" ? [] : given;
  const emails = await emailsOf(tx, merchantId, buyer.email, { integrationId, externalIds });
  const key = await suppressionKeyOf(tx, merchantId);
  const hashes = [...emails.map((email) => hashEmail(key, email)), ...externalIds.map((id) => hashOrder(key, `${integrationId}`, id))];
  await tx.$executeRaw`
    select begin_erasure(${merchantId}::uuid, ${integrationId}::uuid, ${hashes}::bytea[], ${emails}::text[], ${externalIds}::text[],
      ${given === "all"}, ${JSON.stringify(actor)}::jsonb, ${sourceAddress})`;
  // Files may name the buyer; programs ask for new ones.
  await tx.orderExport.deleteMany({ where: { merchantId } });
  await publish(tx, { kind: "erasure", merchantId });
}

/** The given address and those of the customers in the named orders. */
async function emailsOf(
  tx: Transaction,
  merchantId: string,
  email: string | null,
  { integrationId, externalIds }: { integrationId: string | null; externalIds: readonly string[] },
): Promise<string[]> {
  const stored =
    integrationId && externalIds.length > 0
      ? await tx.shopOrder.findMany({
          where: { merchantId, integrationId, externalId: { in: [...externalIds] } },
          select: { customerEmail: true },
        })
      : [];
  const given = [email ?? "", ...stored.map(({ customerEmail }) => customerEmail)].map(normalizeEmail);
  return [...new Set(given)].filter(isErasableAddress);
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
