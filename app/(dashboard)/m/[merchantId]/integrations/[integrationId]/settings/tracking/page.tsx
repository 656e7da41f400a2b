import { getTranslations } from "next-intl/server";
import { loadTrackingSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { Term } from "@/components/shell/term";
import { WebhookPanel } from "@/components/sync/webhook-panel";
import { Panel } from "@/components/ui/section";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { publicOrigin } from "@/lib/infra/public-origin";

export const generateMetadata = settingsMetadata("tracking");

export default async function TrackingSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { webhook } = await loadTrackingSettings(merchantId, integrationId);
  const t = await getTranslations("tracking.webhook");
  return (
    <ClientMessages namespaces={["tracking.webhook"]}>
      <Panel
        id="webhook"
        title={t("title")}
        term={<Term name="webhook" />}
        actions={<span className="text-ink-2">{t(webhook.hasSecret ? "is_on" : "is_off")}</span>}
      >
        <WebhookPanel webhook={webhook} origin={publicOrigin()} />
      </Panel>
    </ClientMessages>
  );
}
