import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { LiveDot } from "@/components/shell/live-dot";
import { FollowConsole } from "@/components/support/follow-console";
import { ThreadList } from "@/components/threads/thread-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
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
      <LiveDot />
      <PageHeader title={t("title")} description={t("lead_staff")} />
      <nav aria-label={t("filters")} className="mb-3 flex flex-wrap gap-1">
        {FILTERS.map((filter) => (
          <Link
            prefetch={false}
            key={filter}
            href={to(filter)}
            aria-current={filter === current ? "page" : undefined}
            className={`rounded-md px-2.5 py-1 font-medium text-sm hover:bg-hover ${filter === current ? "bg-accent-soft text-accent" : "text-ink-2"}`}
          >
            {t(`filter.${filter}`)}
          </Link>
        ))}
      </nav>
      {threads.length === 0 ? (
        <EmptyState icon={<CircleCheck />} title={t("none_title")}>
          {t("none_text")}
        </EmptyState>
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
