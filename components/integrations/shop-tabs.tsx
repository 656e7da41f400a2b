import { useTranslations } from "next-intl";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { TabLink, TabNav } from "@/components/shell/nav-link";
import { route } from "@/lib/base/route";
import { SHOP_TABS, shopPath } from "@/lib/integrations/shop-paths";

export function ShopTabs({ name, causes }: { name: string; causes: number }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.tab");
  return (
    <TabNav label={t("label", { name })}>
      {SHOP_TABS.map((tab) => (
        <TabLink key={tab} place={{ href: route(shopPath(merchantId, integrationId, tab)), exact: tab === "overview" }}>
          {t(tab)}
          {tab === "diagnosis" && causes > 0 ? (
            <span className="rounded-full bg-action-needed-soft px-1.5 font-medium text-action-needed text-xs tabular-nums">
              <span aria-hidden="true">{causes}</span>
              <span className="sr-only">{t("causes", { count: causes })}</span>
            </span>
          ) : null}
        </TabLink>
      ))}
    </TabNav>
  );
}
