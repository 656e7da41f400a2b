import { getTranslations } from "next-intl/server";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ViewOnly } from "@/components/shell/view-only";
import { EvidenceView } from "@/components/threads/evidence-view";
import { AskForm } from "@/components/threads/thread-forms";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/section";
import { Toaster } from "@/components/ui/toaster";
import { beforeFullStop } from "@/lib/base/texts";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadQuestionDraft } from "@/lib/support/threads/loaders";

export const generateMetadata = pageTitle("threads.ask", "title");

export default async function AskPage({ params, searchParams }: PageProps<"/m/[merchantId]/support/new">) {
  const [{ merchantId }, query] = await Promise.all([params, searchParams]);
  const [draft, t] = await Promise.all([loadQuestionDraft(merchantId, query), getTranslations("threads.ask")]);
  const { integrationId, causeCode, runId, evidence } = draft;
  return (
    <ClientMessages namespaces={["threads"]}>
      <PageCrumb>{t("title")}</PageCrumb>
      <Toaster />
      <PageHeader title={t("title")} description={evidence ? t("lead_shop", { shop: beforeFullStop(evidence.shop.name) }) : t("lead")} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        {draft.readOnly ? (
          <ViewOnly merchantId={merchantId} path="support/new">
            {t("who")}
          </ViewOnly>
        ) : (
          <AskForm merchantId={merchantId} about={{ integrationId, causeCode, runId }} />
        )}
        {evidence ? (
          <Panel title={t("attached")}>
            <p className="mb-3 text-ink-2">{t("attached_text")}</p>
            <EvidenceView evidence={evidence} />
          </Panel>
        ) : null}
      </div>
    </ClientMessages>
  );
}
