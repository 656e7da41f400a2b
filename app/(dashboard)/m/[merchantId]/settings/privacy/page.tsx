import { getTranslations } from "next-intl/server";
import { EraseBuyerForm } from "@/components/privacy/erase-buyer-form";
import { MerchantDeletion } from "@/components/privacy/merchant-deletion";
import { RetentionForm } from "@/components/privacy/retention-form";
import { SettingsPage } from "@/components/settings/settings-page";
import { Panel } from "@/components/ui/panel";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadPrivacy } from "@/lib/operations/privacy/loaders";

export const generateMetadata = pageTitle("app.section", "privacy");

export default async function PrivacyPage({ params }: PageProps<"/m/[merchantId]/settings/privacy">) {
  const { merchantId } = await params;
  const [{ orderDays, addressDays, deletionDueAt, erasedBuyers, name, manages, isMember }, t] = await Promise.all([
    loadPrivacy(merchantId),
    getTranslations("privacy"),
  ]);
  return (
    <ClientMessages namespaces={["privacy"]}>
      <SettingsPage page="privacy" description={t("lead")}>
        {manages ? null : <p className="text-ink-2">{t("owners_manage")}</p>}
        <Panel title={t("retention.title")}>
          <RetentionForm key={`${orderDays} ${addressDays}`} {...{ merchantId, orderDays, addressDays, manages }} />
        </Panel>
        {manages ? (
          <Panel title={t("buyer.title")}>
            <EraseBuyerForm merchantId={merchantId} erasedBuyers={erasedBuyers} />
          </Panel>
        ) : null}
        {manages && isMember ? (
          <Panel title={t("merchant.title")}>
            <MerchantDeletion {...{ merchantId, name, deletionDueAt }} />
          </Panel>
        ) : null}
      </SettingsPage>
    </ClientMessages>
  );
}
