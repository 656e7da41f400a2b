import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** Distinct labels of shops for a select control; shops with the same name get their address added. */
export function disambiguateNames(shops: readonly { id: string; name: string; baseUrl: string }[]): { id: string; name: string }[] {
  const namesakes = Map.groupBy(shops, ({ name }) => name.trim().toLowerCase());
  return shops.map(({ id, name, baseUrl }) => ({
    id,
    name: (namesakes.get(name.trim().toLowerCase())?.length ?? 0) > 1 ? `${name} · ${displayAddress(readableUrl(baseUrl))}` : name,
  }));
}

/** Ids and names of the merchant's integrations, by name, for filters. */
export async function listIntegrationNames(scope: MerchantScope): Promise<{ id: string; name: string }[]> {
  const select = { id: true, name: true, baseUrl: true };
  return disambiguateNames(
    await readMerchant(scope, ({ tx, merchantId }) =>
      tx.integration.findMany({ where: { merchantId }, select, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    ),
  );
}
