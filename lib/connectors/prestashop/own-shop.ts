import type { z } from "zod";
import type { shopUrlSchema } from "@/lib/connectors/prestashop/schema";

type ShopUrl = z.infer<typeof shopUrlSchema>;

/** The shop of a multistore at this address, by PrestaShop's own rule: the longest match. Null: what PrestaShop lists is meant. */
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
