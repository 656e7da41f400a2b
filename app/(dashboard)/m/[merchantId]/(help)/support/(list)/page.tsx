import { LifeBuoy } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FollowPage } from "@/components/live/follow-page";
import { ThreadList } from "@/components/threads/thread-list";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { route } from "@/lib/base/route";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadThreads } from "@/lib/support/threads/loaders";

export const generateMetadata = pageTitle("threads", "title");

export default async function ThreadsPage({ params }: PageProps<"/m/[merchantId]/support">) {
  const { merchantId } = await params;
  const readAt = Date.now();
  const [{ threads, readOnly }, t] = await Promise.all([loadThreads(merchantId), getTranslations("threads")]);
  const here = `/m/${merchantId}/support` as const;
  const ask = readOnly ? null : (
    <LinkButton variant="primary" href={`${here}/new`}>
      {t("ask.button")}
    </LinkButton>
  );
  return (
    <>
      <FollowPage merchantId={merchantId} readAt={readAt} />
      <PageHeader title={t("title")} description={t("lead")} actions={threads.length === 0 ? null : ask} />
      {threads.length === 0 ? (
        <EmptyState icon={<LifeBuoy />} title={t("empty_title")} action={ask} text={t("empty_text")} />
      ) : (
        <ThreadList threads={threads} reader="merchant" hrefOf={({ id }) => route(`${here}/${id}`)} />
      )}
    </>
  );
}
