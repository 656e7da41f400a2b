import { getTranslations } from "next-intl/server";
import { ConnectDrafts } from "@/components/integrations/connect-drafts";
import { ConnectForm } from "@/components/integrations/connect-form";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ViewOnly } from "@/components/shell/view-only";
import { PageHeader } from "@/components/ui/page-header";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadConnectPage } from "@/lib/integrations/loaders";

export const generateMetadata = pageTitle("integrations", "connect");

export default async function ConnectPage({ params }: PageProps<"/m/[merchantId]/integrations/connect">) {
  const { merchantId } = await params;
  const [{ drafts, readOnly }, t] = await Promise.all([loadConnectPage(merchantId), getTranslations("integrations")]);
  return (
    <ClientMessages namespaces={["integrations"]}>
      <PageCrumb>{t("wizard.title")}</PageCrumb>
      <PageHeader title={t("wizard.title")} />
      {readOnly ? (
        <ViewOnly merchantId={merchantId} path="integrations/connect">
          {t("wizard.who")}
        </ViewOnly>
      ) : (
        <>
          <ConnectDrafts merchantId={merchantId} drafts={drafts} />
          <ConnectForm merchantId={merchantId} />
        </>
      )}
    </ClientMessages>
  );
}
