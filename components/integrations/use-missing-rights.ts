import { useFormatter, useTranslations } from "next-intl";
import type { ShopSystem } from "@/lib/connectors/shop-systems";

/** Names the rights that a key lacks, and where to give them. */
export function useMissingRights(shopSystem: ShopSystem) {
  const t = useTranslations("credentials.rights");
  const names = useTranslations("causes.right");
  const shopSystems = useTranslations("integrations.shop_system");
  const format = useFormatter();
  const nameOf = (right: string): string => {
    const key = right.replace("::", "_") as Parameters<typeof names>[0];
    return right.includes("::") && names.has(key) ? names(key) : right;
  };
  return (rights: readonly string[]): string =>
    t("missing", { system: shopSystem, name: shopSystems(shopSystem), rights: format.list(rights.map(nameOf)) });
}
