import { useTranslations } from "next-intl";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { TabLink } from "@/components/shell/nav-link";
import { route } from "@/lib/base/route";
import { SHOP_TABS, shopPath } from "@/lib/integrations/shop-paths";

export function ShopTabs({ name, causes }: { name: string; causes: number }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.tab");
  return (
    <nav aria-label={t("label", { name })} className="min-w-0 border-line border-b">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {SHOP_TABS.map((tab) => (
          <li key={tab}>
            <TabLink place={{ href: route(shopPath(merchantId, integrationId, tab)), exact: tab === "overview" }}>
              {t(tab)}
              {tab === "diagnosis" && causes > 0 ? (
                <span className="rounded-full bg-action-needed-soft px-1.5 font-medium text-action-needed text-xs tabular-nums">
                  <span aria-hidden="true">{causes}</span>
                  <span className="sr-only">{t("causes", { count: causes })}</span>
                </span>
              ) : null}
            </TabLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
