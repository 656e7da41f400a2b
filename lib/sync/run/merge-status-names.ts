import { cleanText } from "@/lib/base/texts";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import type { Transaction } from "@/lib/infra/db";

const MAX_LENGTH = 100;

/** Cleans and bounds text that the shop reports. */
export const toShortText = (text: string): string => cleanText(text).slice(0, MAX_LENGTH).trim();

const MAX_STATUSES = 100;

/** The names that the shop lists now, and the stored ones of statuses that it no longer lists while orders have them. */
export async function mergeStatusNames(
  tx: Transaction,
  { merchantId }: MerchantScope,
  integrationId: string,
  names: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const listed = Object.entries(names).map(([status, name]) => [toShortText(status), toShortText(name)] as const);
  const kept = await tx.$queryRaw<{ status: string; name: string }[]>`
    select n.key as status, n.value as name from integration i cross join lateral jsonb_each_text(i.status_names) n
    where i.merchant_id = ${merchantId}::uuid and i.id = ${integrationId}::uuid and n.key <> all(${listed.map(([status]) => status)}::text[])
      and exists (select 1 from shop_order o where o.merchant_id = i.merchant_id and o.integration_id = i.id and o.status = n.key)
    order by n.key`;
  return Object.fromEntries([...listed, ...kept.map(({ status, name }) => [status, name] as const)].slice(0, MAX_STATUSES));
}
