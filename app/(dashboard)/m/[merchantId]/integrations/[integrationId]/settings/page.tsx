import { getTranslations } from "next-intl/server";
import { loadBasicSettings } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/settings/loader";
import { type ShopPageProps, settingsMetadata } from "@/app/(dashboard)/m/[merchantId]/integrations/[integrationId]/shop-page";
import { GeneralForm } from "@/components/integrations/settings/general-form";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/section";
import { ClientMessages } from "@/lib/i18n/client-messages";

export const generateMetadata = settingsMetadata("general");

export default async function GeneralSettings({ params }: ShopPageProps) {
  const { merchantId, integrationId } = await params;
  const { row } = await loadBasicSettings(merchantId, integrationId);
  const t = await getTranslations("integrations");
  return (
    <ClientMessages namespaces={["integrations.settings"]}>
      <Panel title={t("settings_page.general")}>
        <GeneralForm name={row.name} />
      </Panel>
      <Panel title={t("settings.programs")}>
        <div className="grid max-w-xl gap-3">
          <p className="text-ink-2">{t("settings.programs_help")}</p>
          <CodeBlock code={row.id} caption={t("settings.id")} />
        </div>
      </Panel>
    </ClientMessages>
  );
}
