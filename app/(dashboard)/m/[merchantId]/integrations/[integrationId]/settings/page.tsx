import { Archive } from "lucide-react";
import { headers } from "next/headers";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { loadShopSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/loader";
import { type ShopPageProps, shopMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { SettingsPanel } from "@/components/integrations/settings-panel";
import { ProofDialog } from "@/components/settings/proof-dialog";
import { Term } from "@/components/shell/term";
import { NoticeButton } from "@/components/sync/action-notice";
import { InstantOrdersPanel } from "@/components/sync/instant-orders-panel";
import { MaintenanceSection } from "@/components/sync/maintenance-section";
import { WebhookPanel } from "@/components/sync/webhook-panel";
import { CodeBlock } from "@/components/ui/code-block";
import { LazyDetails } from "@/components/ui/lazy-details";
import { FileLink } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/section";
import { credentialFields } from "@/lib/connectors/credentials";
import { connectorFor } from "@/lib/connectors/registry";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { NestedNamespace } from "@/lib/i18n/namespaces";
import { env } from "@/lib/infra/env";
import { offersApproval } from "@/lib/integrations/approval/offers";
import { switchBadgeAction } from "@/lib/integrations/settings/settings-actions";

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
        <FileLink href={`/m/${merchantId}/integrations/${row.id}/evidence`} icon={<Archive />}>
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

interface BadgeProps {
  merchantId: string;
  integrationId: string;
  token: string | null;
}

/** Public status badge of a shop, off by default; once on, shows a preview and the snippet to embed. */
async function BadgeSection({ merchantId, integrationId, token }: BadgeProps) {
  const [t, locale, requestHeaders] = await Promise.all([getTranslations("incidents.badge"), getLocale(), headers()]);
  const path = `/badge/${token}.svg?lang=${locale}`;
  const origin = env().NEXTAUTH_URL ?? `http://${requestHeaders.get("host") ?? "localhost"}`;
  return (
    <details className="rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-2.5 font-semibold">{t("title")}</summary>
      <div className="grid min-w-0 gap-3 border-line border-t p-4">
        <p className="max-w-[72ch] text-ink-2">{t("text")}</p>
        {token === null ? null : (
          <>
            {/* biome-ignore lint/performance/noImgElement: a 20 px SVG, shown exactly as other sites embed it */}
            <img src={path} alt={t("alt")} height={20} className="justify-self-start" />
            <CodeBlock code={`<img src="${new URL(path, origin).href}" alt="${t("alt")}" height="20">`} caption="HTML" />
          </>
        )}
        <div className="flex flex-wrap items-center gap-3">
          <NoticeButton action={switchBadgeAction.bind(null, merchantId, { integrationId, on: token === null })}>
            {t(token === null ? "switch_on" : "switch_off")}
          </NoticeButton>
        </div>
      </div>
    </details>
  );
}
