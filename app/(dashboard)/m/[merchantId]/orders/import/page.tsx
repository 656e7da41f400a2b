import { getTranslations } from "next-intl/server";
import { loadImportPage } from "@/app/(dashboard)/m/[merchantId]/orders/loader";
import { ImportForm } from "@/components/orders/import-form";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ViewOnly } from "@/components/shell/view-only";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";

export const generateMetadata = pageTitle("tracking.import", "title");

export default async function ImportPage({ params }: PageProps<"/m/[merchantId]/orders/import">) {
  const { merchantId } = await params;
  const [{ shops, readOnly }, t] = await Promise.all([loadImportPage(merchantId), getTranslations("tracking.import")]);
  const form = () => {
    if (readOnly)
      return (
        <ViewOnly merchantId={merchantId} path="orders/import">
          {t("who")}
        </ViewOnly>
      );
    if (shops.length > 0) return <ImportForm merchantId={merchantId} shops={shops} />;
    return (
      <EmptyState
        title={t("no_shop")}
        action={<LinkButton href={`/m/${merchantId}/integrations/connect`}>{t("connect")}</LinkButton>}
        text={t("no_shop_text")}
      />
    );
  };
  return (
    <ClientMessages namespaces={["tracking", "orders.bulk"]}>
      <div className="grid min-w-0 gap-5">
        <PageCrumb>{t("title")}</PageCrumb>
        <PageHeader className="mb-0" title={t("title")} />
        {form()}
      </div>
    </ClientMessages>
  );
}
