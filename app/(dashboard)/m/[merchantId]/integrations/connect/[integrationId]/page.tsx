import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectProgress } from "@/components/integrations/connect-progress";
import { CredentialsGuide } from "@/components/integrations/credentials-guide";
import { FoundCauses } from "@/components/integrations/found-causes";
import { PageHeader } from "@/components/ui/page-header";
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
  const [runs, check] = await Promise.all([listRunViews(scope, integrationId, 1), latestCheck(scope, integrationId)]);
  return (
    <ClientMessages namespaces={["integrations", "sync", "credentials"]}>
      <PageHeader title={t("wizard.title")} description={<bdi>{row.name}</bdi>} />
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
