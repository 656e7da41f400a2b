import { DAY_MS } from "@/lib/base/units";
import type { ReadableOrder, UnreadableOrder } from "@/lib/connectors/shop";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Sql } from "@/lib/infra/sql";
import { emailsIn } from "@/lib/orders/privacy/strip-buyer";
import { hashEmail, hashOrder, openSuppressionKey } from "@/lib/orders/privacy/suppression";

export interface WithheldBuyers {
  isWithheld(order: ReadableOrder): boolean;
  isUnreadableWithheld(record: UnreadableOrder): boolean;
}

const NOTHING: WithheldBuyers = { isWithheld: () => false, isUnreadableWithheld: () => false };

/** Imports share this lock and an erasure takes it exclusively, so that no import that started earlier stores the buyer afterwards. */
export const ERASURE_LOCK = 20_261_129;
const LOCK = `select pg_advisory_xact_lock_shared(${ERASURE_LOCK}, hashtext($1))::text`;

const SETTINGS = `select address_days as "addressDays", suppression as bytes, suppression_key_id as "keyId" from merchant_privacy
    where merchant_id = $1::uuid and (address_days is not null or suppression is not null)`;

const ERASED = `select encode(email_hash, 'hex') as hash from erased_buyer
    where merchant_id = $1::uuid and email_hash in (select decode(h, 'hex') from unnest($2::text[]) h)`;

interface Settings {
  addressDays: number | null;
  bytes: Uint8Array<ArrayBuffer> | null;
  keyId: string | null;
}

interface ReadBatch {
  integrationId: string;
  orders: readonly ReadableOrder[];
  unreadable: readonly UnreadableOrder[];
}

/** Buyers in a batch that were erased on request or exceed the retention of addresses. Call it in the transaction that stores the batch. */
export async function findWithheldBuyers(
  sql: Sql,
  { merchantId }: MerchantScope,
  { integrationId, orders, unreadable }: ReadBatch,
): Promise<WithheldBuyers> {
  const [, [settings]] = await Promise.all([sql.query(LOCK, [merchantId]), sql.query<Settings>(SETTINGS, [merchantId])]);
  if (!settings) return NOTHING;
  const { addressDays, bytes, keyId } = settings;
  const oldest = addressDays === null ? null : Date.now() - addressDays * DAY_MS;
  const hashesOf = (key: Buffer) => (record: ReadableOrder | UnreadableOrder) => [
    ...emailsIn(record).map((email) => hashEmail(key, email)),
    hashOrder(key, integrationId, record.externalId),
  ];
  const erased =
    bytes && keyId
      ? await findErased(sql, merchantId, hashesOf(openSuppressionKey(merchantId, { bytes, keyId })), [...orders, ...unreadable])
      : null;
  const names = (record: object): boolean => erased?.has(record) ?? false;
  return {
    isWithheld: (order) => (oldest !== null && order.placedAt.getTime() < oldest) || names(order),
    isUnreadableWithheld: (record) => names(record),
  };
}

/** The records of erased buyers: those with a stored hash. */
async function findErased<Record extends object>(
  sql: Sql,
  merchantId: string,
  hashesOf: (record: Record) => readonly Uint8Array[],
  records: readonly Record[],
): Promise<Set<object>> {
  const hashes = new Map<string, Set<object>>();
  for (const record of records)
    for (const bytes of hashesOf(record)) {
      const hash = Buffer.from(bytes).toString("hex");
      hashes.set(hash, (hashes.get(hash) ?? new Set()).add(record));
    }
  const known = await sql.query<{ hash: string }>(ERASED, [merchantId, [...hashes.keys()]]);
  return new Set(known.flatMap(({ hash }) => [...(hashes.get(hash) ?? [])]));
}
