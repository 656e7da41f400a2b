import { Archive } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import { loadShopSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { BadgeSection } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/badge-section";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { SettingsPanel } from "@/components/integrations/settings-panel";
import { ProofDialog } from "@/components/settings/proof-dialog";
import { Term } from "@/components/shell/term";
import { InstantOrdersPanel } from "@/components/sync/instant-orders-panel";
import { MaintenanceSection } from "@/components/sync/maintenance-section";
import { WebhookPanel } from "@/components/sync/webhook-panel";
import { FileLink } from "@/components/ui/file-link";
import { LazyDetails } from "@/components/ui/lazy-details";
import { Panel } from "@/components/ui/section";
import { credentialFields } from "@/lib/connectors/credentials";
import { connectorFor } from "@/lib/connectors/registry";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { offersApproval } from "@/lib/integrations/approval/offers";

const NAMESPACES: readonly NestedNamespace[] = [
  "integrations",
  "maintenance",
  "credentials",
  "causes.right",
  "sync.instant",
  "tracking.webhook",
  "settings.proof",
];

export const generateMetadata = shopMetadata("settings");

export default async function ShopSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const shop = await loadShopSettings(merchantId, integrationId);
  const t = await getTranslations("integrations.settings");
  const connect = await getTranslations("connect");
  const reports = await getTranslations("reports.evidence");
  const orders = await getTranslations("sync.instant");
  const parcels = await getTranslations("tracking.webhook");
  const format = await getFormatter();
  const { row, settings, windows, webhook, instant, badgeToken, readOnly } = shop;
  const shopSystems = await getTranslations("integrations.shop_system");
  const { datedApi } = connectorFor(row.shopSystem);
  const own = { merchantId, integrationId: row.id };
  const evidence = (
    <Panel title={reports("title")} id="evidence">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[64ch] flex-1 basis-72 text-ink-2">{reports("text")}</p>
        <FileLink href={`/m/${merchantId}/integrations/${row.id}/evidence`}>
          <Archive />
          {reports("download")}
        </FileLink>
      </div>
    </Panel>
  );
  if (readOnly) return evidence;
  return (
    <ClientMessages namespaces={NAMESPACES}>
      <Panel title={t("title")} id="settings">
        <SettingsPanel
          row={row}
          settings={settings}
          apiNote={
            datedApi &&
            connect("dated_api", {
              version: datedApi.version,
              shopSystem: shopSystems(row.shopSystem),
              day: format.dateTime(new Date(datedApi.servedUntil), { dateStyle: "long", timeZone: "UTC" }),
            })
          }
          approves={offersApproval(row.shopSystem)}
          fields={credentialFields(row.shopSystem)}
          instant={instant}
        />
      </Panel>
      <div className="grid min-w-0 gap-3">
        <MaintenanceSection term={<Term name="maintenance" />} windows={windows} hasToken={settings.hasMaintenanceToken} />
        {instant ? (
          <LazyDetails
            id="instant-orders"
            title={orders("title")}
            aside={orders(`state.${instant.state ?? "none"}`)}
            term={<Term name="webhook" />}
          >
            <InstantOrdersPanel instant={instant} />
          </LazyDetails>
        ) : null}
        <LazyDetails
          id="webhook"
          title={parcels("title")}
          aside={parcels(webhook.hasSecret ? "is_on" : "is_off")}
          term={instant ? null : <Term name="webhook" />}
        >
          <WebhookPanel webhook={webhook} />
        </LazyDetails>
        <BadgeSection {...own} token={badgeToken} />
      </div>
      {evidence}
      <ProofDialog />
    </ClientMessages>
  );
}
