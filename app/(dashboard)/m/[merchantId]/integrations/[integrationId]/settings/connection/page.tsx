import { getFormatter, getTranslations } from "next-intl/server";
import { loadBasicSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { ConnectionForm } from "@/components/integrations/settings/connection-form";
import { LinkButton } from "@/components/ui/link-button";
import { Panel } from "@/components/ui/section";
import { credentialFields } from "@/lib/connectors/credentials";
import { connectorFor } from "@/lib/connectors/registry";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { offersApproval } from "@/lib/integrations/approval/offers";

export const generateMetadata = settingsMetadata("connection");

export default async function ConnectionSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { row } = await loadBasicSettings(merchantId, integrationId);
  const { shopSystem, hasCredentials } = row;
  const t = await getTranslations("integrations");
  const connect = await getTranslations("connect");
  const format = await getFormatter();
  const { datedApi } = connectorFor(shopSystem);
  const wizard = `/m/${merchantId}/integrations/connect/${row.id}` as const;
  const served = datedApi && format.dateTime(new Date(datedApi.servedUntil), "day", { timeZone: "UTC" });
  const keyLead = hasCredentials ? (
    <>
      <p className="text-ink-2">{t("settings.credentials_help")}</p>
      {offersApproval(shopSystem) ? (
        <LinkButton className="justify-self-start" href={`${wizard}?replace`}>
          {t("settings.approve_again")}
        </LinkButton>
      ) : null}
    </>
  ) : (
    <>
      <p className="text-ink-2">{t("settings.credentials_none")}</p>
      <LinkButton className="justify-self-start" href={wizard}>
        {t("primary.continue_connecting")}
      </LinkButton>
    </>
  );
  return (
    <ClientMessages
      namespaces={[
        "integrations.settings",
        "integrations.wizard",
        "integrations.address",
        "integrations.shop_system",
        "credentials",
        "causes.right",
      ]}
    >
      <Panel title={t("settings_page.connection")}>
        <ConnectionForm
          address={row.readableUrl ?? row.baseUrl}
          shopSystem={shopSystem}
          fields={hasCredentials ? credentialFields(shopSystem) : []}
          keyLead={keyLead}
        />
        {datedApi ? (
          <p className="mt-4 max-w-xl text-ink-3 text-sm">
            {connect("dated_api", { version: datedApi.version, shopSystem: t(`shop_system.${shopSystem}`), day: served ?? "" })}
          </p>
        ) : null}
      </Panel>
    </ClientMessages>
  );
}
