import { getTranslations } from "next-intl/server";
import { loadDangerSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { DisconnectDialog } from "@/components/integrations/settings/disconnect-dialog";
import { Panel } from "@/components/ui/section";
import { textLinkStyle } from "@/components/ui/text-link";
import { ClientMessages } from "@/lib/i18n/client-messages";

export const generateMetadata = settingsMetadata("danger");

export default async function DangerSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { row, settings, instant } = await loadDangerSettings(merchantId, integrationId);
  const t = await getTranslations("integrations.settings");
  const orders = settings.storedOrders;
  return (
    <ClientMessages namespaces={["integrations.settings"]}>
      <Panel title={t("disconnect")}>
        <div className="grid max-w-[64ch] gap-3">
          <p>{t("disconnect_help", { orders })}</p>
          <p className="text-ink-2">
            {t("disconnect_leaves")}{" "}
            {instant?.keysUrl ? (
              <a href={instant.keysUrl} target="_blank" rel="noreferrer" className={textLinkStyle}>
                {t("disconnect_keys")}
              </a>
            ) : null}
          </p>
          <DisconnectDialog name={row.name} orders={orders} hasWebhooks={instant !== null && instant.state !== null} />
        </div>
      </Panel>
    </ClientMessages>
  );
}
