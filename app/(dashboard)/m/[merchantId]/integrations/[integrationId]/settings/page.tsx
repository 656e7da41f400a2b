import { getFormatter, getTranslations } from "next-intl/server";
import { loadShopSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { Term } from "@/components/help/term";
import { BadgeSection } from "@/components/incidents/badge-section";
import { SettingsPanel } from "@/components/integrations/settings-panel";
import { EvidencePanel } from "@/components/reports/evidence-panel";
import { InstantOrdersSection } from "@/components/sync/instant-orders-section";
import { MaintenanceSection } from "@/components/sync/maintenance-section";
import { WebhookSection } from "@/components/sync/webhook-section";
import { Panel } from "@/components/ui/panel";
import { credentialFields } from "@/lib/connectors/credentials";
import { SHOPIFY_API } from "@/lib/connectors/shopify/api-version";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { offersApproval } from "@/lib/integrations/approval/offers";

const NAMESPACES: readonly NestedNamespace[] = ["integrations", "maintenance", "credentials", "tracking.webhook"];

export const generateMetadata = shopMetadata("settings");

export default async function ShopSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const [shop, t] = await Promise.all([loadShopSettings(merchantId, integrationId), getTranslations("integrations.settings")]);
  const [connect, format] = await Promise.all([getTranslations("connect"), getFormatter()]);
  const { row, settings, windows, webhook, instant, badgeToken, readOnly } = shop;
  const own = { merchantId, integrationId: row.id };
  const evidence = <EvidencePanel {...own} />;
  if (readOnly) return evidence;
  return (
    <ClientMessages namespaces={NAMESPACES}>
      <Panel title={t("title")} id="settings">
        <SettingsPanel
          {...own}
          name={row.name}
          address={row.readableUrl ?? row.baseUrl}
          platform={row.platform}
          orders={settings.storedOrders}
          paused={row.lanes.orders_in.state === "paused"}
          hasKey={row.hasCredentials}
          apiNote={
            row.platform === "shopify"
              ? connect("shopify_api", {
                  version: SHOPIFY_API.version,
                  day: format.dateTime(new Date(SHOPIFY_API.servedUntil), { dateStyle: "long", timeZone: "UTC" }),
                })
              : null
          }
          approves={offersApproval(row.platform)}
          intervalSeconds={settings.syncIntervalSeconds}
          fields={credentialFields(row.platform)}
        />
      </Panel>
      <div className="grid min-w-0 gap-3">
        <MaintenanceSection {...own} term={<Term name="maintenance" />} windows={windows} hasToken={settings.hasMaintenanceToken} />
        {instant ? <InstantOrdersSection {...own} term={<Term name="webhook" />} instant={instant} /> : null}
        <WebhookSection {...own} term={instant ? null : <Term name="webhook" />} webhook={webhook} />
        <BadgeSection {...own} token={badgeToken} />
      </div>
      {evidence}
    </ClientMessages>
  );
}
