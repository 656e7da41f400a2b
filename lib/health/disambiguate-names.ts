import { readableUrl } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";

/** Names of shops for a choice among them; where several have one name, each with its address. */
export function disambiguateNames(shops: readonly { id: string; name: string; baseUrl: string }[]): { id: string; name: string }[] {
  const namesakes = Map.groupBy(shops, ({ name }) => name.trim().toLowerCase());
  return shops.map(({ id, name, baseUrl }) => ({
    id,
    name: (namesakes.get(name.trim().toLowerCase())?.length ?? 0) > 1 ? `${name} · ${displayAddress(readableUrl(baseUrl))}` : name,
  }));
}
