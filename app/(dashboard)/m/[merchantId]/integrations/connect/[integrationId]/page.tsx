import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectProgress } from "@/components/integrations/connect-progress";
import { CredentialsGuide } from "@/components/integrations/credentials-guide";
import { FoundCauses } from "@/components/integrations/found-causes";
import { LookOnly } from "@/components/shell/look-only";
import { PageCrumb } from "@/components/shell/page-crumb";
import { PageHeader } from "@/components/ui/page-header";
import { isReadOnly } from "@/lib/accounts/loaders";
import { latestCheck } from "@/lib/checks/data";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { loadIntegration } from "@/lib/integrations/loaders";
import { credentialFields } from "@/lib/shops/credentials";
import { listRunViews } from "@/lib/sync/run-reads";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("integrations");
  return { title: t("connect") };
}

export default async function ConnectProgressPage({ params }: { params: Promise<{ merchantId: string; integrationId: string }> }) {
  const { merchantId, integrationId } = await params;
  const [{ scope, row }, t] = await Promise.all([loadIntegration(merchantId, integrationId), getTranslations("integrations")]);
  const header = <PageHeader title={t("wizard.title")} description={<bdi>{row.name}</bdi>} />;
  if (isReadOnly(scope))
    return (
      <>
        <PageCrumb>{row.name}</PageCrumb>
        {header}
        <LookOnly merchantId={merchantId} path={`integrations/connect/${integrationId}`}>
          {t("wizard.who")}
        </LookOnly>
      </>
    );
  const [runs, check] = await Promise.all([listRunViews(scope, integrationId, 1), latestCheck(scope, integrationId)]);
  return (
    <ClientMessages namespaces={["integrations", "sync", "credentials"]}>
      {header}
      <ConnectProgress
        merchantId={merchantId}
        initial={row}
        initialRun={runs[0] ?? null}
        fields={credentialFields(row.platform)}
        found={check?.result ? { checkId: check.id, causes: <FoundCauses causes={check.result.causes} /> } : null}
        guide={<CredentialsGuide platform={row.platform} />}
      />
    </ClientMessages>
  );
}
