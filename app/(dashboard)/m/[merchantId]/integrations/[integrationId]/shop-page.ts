import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { loadShop } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import type { ShopSettingsPage, ShopTab } from "@/lib/integrations/shop-paths";

export type ShopPageProps = PageProps<"/m/[merchantId]/integrations/[integrationId]">;

/** Document title of a tab; the overview's is only the shop's name. */
export const shopMetadata =
  (tab: Exclude<ShopTab, "settings">) =>
  async ({ params }: ShopPageProps): Promise<Metadata> => {
    const { merchantId, integrationId } = await params;
    const [{ row }, t] = await Promise.all([loadShop(merchantId, integrationId), getTranslations("integrations.tab")]);
    return { title: tab === "overview" ? row.name : `${t(tab)} · ${row.name}` };
  };

/** Document title of a page of the settings. */
export const settingsMetadata =
  (page: ShopSettingsPage) =>
  async ({ params }: ShopPageProps): Promise<Metadata> => {
    const { merchantId, integrationId } = await params;
    const [{ row }, t] = await Promise.all([loadShop(merchantId, integrationId), getTranslations("integrations")]);
    return { title: `${t(`settings_page.${page}`)} · ${t("tab.settings")} · ${row.name}` };
  };
