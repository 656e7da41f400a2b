import { disambiguateNames } from "@/lib/health/disambiguate-names";
import type { MerchantScope } from "@/lib/identity/accounts/access";
import { readMerchant } from "@/lib/identity/accounts/read-merchant";

/** Ids and names of the merchant's integrations, by name: for filters. */
export async function listIntegrationNames(scope: MerchantScope): Promise<{ id: string; name: string }[]> {
  const select = { id: true, name: true, baseUrl: true };
  return disambiguateNames(
    await readMerchant(scope, ({ tx, merchantId }) =>
      tx.integration.findMany({ where: { merchantId }, select, orderBy: [{ name: "asc" }, { id: "asc" }] }),
    ),
  );
}
