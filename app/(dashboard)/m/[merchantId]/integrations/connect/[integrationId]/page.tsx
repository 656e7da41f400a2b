import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectProgress } from "@/components/integrations/connect-progress";
import { CredentialsGuide } from "@/components/integrations/credentials-guide";
import { PageHeader } from "@/components/ui/page-header";
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
  const runs = await listRunViews(scope, integrationId, 1);
  return (
    <ClientMessages namespaces={["integrations", "sync", "credentials"]}>
      <PageHeader title={t("wizard.title")} description={<bdi>{row.name}</bdi>} />
      <ConnectProgress
        merchantId={merchantId}
        initial={row}
        initialRun={runs[0] ?? null}
        fields={credentialFields(row.platform)}
        guide={<CredentialsGuide platform={row.platform} />}
      />
    </ClientMessages>
  );
}
