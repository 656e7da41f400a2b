import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FollowConsole } from "@/components/live/follow-page";
import { ThreadList } from "@/components/threads/thread-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { PillLinks } from "@/components/ui/pill-links";
import { PAGE_SIZE } from "@/lib/base/paging";
import { route } from "@/lib/base/route";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadAllThreads } from "@/lib/support/threads/loaders";

export const generateMetadata = pageTitle("threads", "title");

const FILTERS = ["unsolved", "open", "waiting", "solved"] as const;

export default async function StaffThreadsPage({ searchParams }: PageProps<"/support/threads">) {
  const readAt = Date.now();
  const { status, page, threads, total, orMore } = await loadAllThreads(await searchParams);
  const t = await getTranslations("threads");
  const to = (filter: string) => (filter === "unsolved" ? "/support/threads" : (`/support/threads?status=${filter}` as const));
  const current = status ?? "unsolved";
  return (
    <>
      <FollowConsole merchantId={null} readAt={readAt} />
      <PageHeader title={t("title")} description={t("lead_staff")} />
      <div className="mb-3">
        <PillLinks label={t("filters")} values={FILTERS} current={current} hrefOf={to} nameOf={(filter) => t(`filter.${filter}`)} />
      </div>
      {threads.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title={t("none_title")} text={t("none_text")} />
      ) : (
        <>
          <ThreadList threads={threads} reader="staff" hrefOf={({ merchantId, id }) => route(`/support/threads/${merchantId}/${id}`)} />
          <NumberedPager
            page={page}
            perPage={PAGE_SIZE}
            shown={threads.length}
            total={total}
            orMore={orMore}
            hrefOf={(next) => `/support/threads?${current === "unsolved" ? "" : `status=${current}&`}page=${next}`}
          />
        </>
      )}
    </>
  );
}
