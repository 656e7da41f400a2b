import { getTranslations } from "next-intl/server";
import { loadImportSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { ImportForm } from "@/components/integrations/settings/import-form";
import { Term } from "@/components/shell/term";
import { InstantOrdersPanel } from "@/components/sync/instant-orders-panel";
import { Panel } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { shopPath } from "@/lib/integrations/shop-paths";

export const generateMetadata = settingsMetadata("import");

export default async function ImportSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { row, settings, statuses, instant } = await loadImportSettings(merchantId, integrationId);
  const t = await getTranslations("integrations");
  const orders = await getTranslations("sync.instant");
  return (
    <ClientMessages namespaces={["integrations.settings", "integrations.statuses", "sync.instant"]}>
      <Panel title={t("settings_page.import")} term={<Term name="import" />}>
        <ImportForm intervalSeconds={settings.syncIntervalSeconds} statuses={statuses} />
        <p className="mt-4 text-ink-3 text-sm">
          {t.rich("settings.import_again", {
            link: (chunks) => <TextLink href={`${shopPath(merchantId, row.id, "sync")}#backfill`}>{chunks}</TextLink>,
          })}
        </p>
      </Panel>
      {instant ? (
        <Panel
          id="instant-orders"
          title={orders("title")}
          term={<Term name="webhook" />}
          actions={<span className="text-ink-2">{orders(`state.${instant.state ?? "none"}`)}</span>}
        >
          <InstantOrdersPanel instant={instant} />
        </Panel>
      ) : null}
    </ClientMessages>
  );
}
