"use client";

import { useTranslations } from "next-intl";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { SideLink } from "@/components/shell/nav-link";
import { route } from "@/lib/base/route";
import { SHOP_SETTINGS, settingsPath } from "@/lib/integrations/shop-paths";

/** Pages of a shop's settings: a column beside the page, lines above it on a phone. */
export function ShopSettingsNav({ name }: { name: string }) {
  const { merchantId, integrationId } = useShopIds();
  const t = useTranslations("integrations.settings_page");
  return (
    <nav aria-label={t("label", { name })}>
      <ul className="flex flex-wrap gap-0.5 lg:grid">
        {SHOP_SETTINGS.map((page) => (
          <li key={page}>
            <SideLink place={{ href: route(settingsPath(merchantId, integrationId, page)), exact: true }}>{t(page)}</SideLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
