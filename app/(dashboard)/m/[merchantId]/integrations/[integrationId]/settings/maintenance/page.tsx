import { getTranslations } from "next-intl/server";
import { loadMaintenanceSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { PauseButton } from "@/components/integrations/settings/pause-button";
import { Term } from "@/components/shell/term";
import { MaintenancePanel } from "@/components/sync/maintenance-panel";
import { Panel } from "@/components/ui/section";
import { ClientMessages } from "@/lib/i18n/client-messages";

export const generateMetadata = settingsMetadata("maintenance");

export default async function MaintenanceSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { row, settings, windows } = await loadMaintenanceSettings(merchantId, integrationId);
  const t = await getTranslations();
  return (
    <ClientMessages namespaces={["integrations.settings", "maintenance"]}>
      <Panel id="maintenance" title={t("maintenance.title")} term={<Term name="maintenance" />}>
        <MaintenancePanel windows={windows} hasToken={settings.hasMaintenanceToken} />
      </Panel>
      <Panel id="pause" title={t("integrations.settings.pause_title")}>
        <PauseButton isPaused={row.lanes.orders_in.state === "paused"} />
      </Panel>
    </ClientMessages>
  );
}
