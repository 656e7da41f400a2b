import type { z } from "zod";
import type { shopUrlSchema } from "@/lib/connectors/prestashop/schema";

type ShopUrl = z.infer<typeof shopUrlSchema>;

/**
 * The shop of a multistore whose address this is, by the rule of PrestaShop itself: the longest address that the request begins with. Null
 * where there is only one shop, or none has the address: then what PrestaShop lists is what is meant.
 */
export function ownShopOf(baseUrl: string, urls: readonly ShopUrl[]): string | null {
  const active = urls.filter(({ active: isActive }) => isActive !== "0");
  if (new Set(active.map(({ id_shop: shop }) => shop)).size < 2 || !URL.canParse(baseUrl)) return null;
  const { host, hostname, pathname } = new URL(baseUrl);
  const folder = pathname.endsWith("/") ? pathname : `${pathname}/`;
  const fits = active
    .map((url) => ({ ...url, path: `${url.physical_uri}${url.virtual_uri}`.replace(/\/*$/, "/") }))
    .filter(({ domain, domain_ssl: secure }) =>
      [domain, secure].some((name) => name.toLowerCase() === host || name.toLowerCase() === hostname),
    )
    .filter(({ path }) => folder.toLowerCase().startsWith(path.toLowerCase()))
    .sort((left, right) => right.path.length - left.path.length);
  return fits[0]?.id_shop ?? null;
}
