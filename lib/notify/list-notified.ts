import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";
import { PROBLEM_KINDS } from "@/lib/notify/kinds";

export interface Notified {
  personIds: string[];
  /** Names of channels. */
  channels: string[];
}

const NOTIFIED = `select coalesce(array_agg(distinct d.person_id::text) filter (where d.person_id is not null), '{}') as "personIds",
      coalesce(array_agg(distinct c.name) filter (where c.id is not null), '{}') as channels
    from notification n join notification_delivery d on d.merchant_id = n.merchant_id and n.id = any(d.notification_ids) and d.status = 'sent'
      left join notification_channel c on c.merchant_id = d.merchant_id and c.id = d.channel_id
    where n.merchant_id = $1::uuid and n.integration_id = $2::uuid and n.kind = any($3::text[])
      and n.at >= $4::timestamptz - interval '1 minute' and ($5::timestamptz is null or n.at < $5::timestamptz + interval '1 minute')`;

/** Who received a message about the trouble of a shop in this time; empty for unknown and foreign ids. */
export async function listNotified(
  scope: MerchantScope,
  { integrationId, from, to }: { integrationId: string; from: Date; to: Date | null },
) {
  const values = [integrationId, [...PROBLEM_KINDS], from, to];
  const [found] = await readMerchant(scope, ({ sql, merchantId }) => sql.query<Notified>(NOTIFIED, [merchantId, ...values]));
  return found ?? { personIds: [], channels: [] };
}
