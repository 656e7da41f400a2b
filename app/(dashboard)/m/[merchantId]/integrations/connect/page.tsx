import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectForm } from "@/components/integrations/connect-form";
import { PageCrumb } from "@/components/shell/page-crumb";
import { PageHeader } from "@/components/ui/page-header";
import { requireMerchantScope } from "@/lib/accounts/loaders";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { MERCHANT_NAMESPACES } from "@/lib/i18n/namespaces";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("integrations");
  return { title: t("connect") };
}

export default async function ConnectPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { merchantId } = await params;
  await requireMerchantScope(merchantId);
  const t = await getTranslations("integrations");
  return (
    <ClientMessages namespaces={[...MERCHANT_NAMESPACES, "integrations"]}>
      <PageCrumb>{t("wizard.title")}</PageCrumb>
      <PageHeader title={t("wizard.title")} />
      <ConnectForm merchantId={merchantId} />
    </ClientMessages>
  );
}
