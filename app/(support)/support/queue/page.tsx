import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FollowConsole } from "@/components/live/follow-page";
import { KeyHint } from "@/components/queue/key-hint";
import { QueueList } from "@/components/queue/queue-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { focusTarget } from "@/components/ui/focus-target";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { PillLinks } from "@/components/ui/pill-links";
import { SavedViews } from "@/components/ui/saved-views";
import { options, Select } from "@/components/ui/select";
import { Toaster } from "@/components/ui/toaster";
import { PAGE_SIZE } from "@/lib/base/paging";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { keepView, removeSavedView } from "@/lib/support/actions";
import { HOST_DAYS } from "@/lib/support/queue/data";
import { loadQueue } from "@/lib/support/queue/loaders";
import { printQueueQuery, QUEUE_SORTS, QUEUE_STATES, QUEUE_VIEWS } from "@/lib/support/queue/schema";

export const generateMetadata = pageTitle("support.queue", "title");

export default async function QueuePage({ searchParams }: PageProps<"/support/queue">) {
  const readAt = Date.now();
  const { query, views, mayWrite, entries, total, counts, ...desk } = await loadQueue(await searchParams);
  const t = await getTranslations("support.queue");
  return (
    <ClientMessages namespaces={["states", "integrations", "sync", "overview", "incidents"]}>
      <FollowConsole merchantId={null} queue readAt={readAt} />
      <Toaster />
      <PageHeader title={t("title")} description={t("lead", { count: counts.all })} />
      <FocusKeeper>
        <SavedViews
          views={views}
          path="/support/queue"
          query={printQueueQuery({ ...query, page: 1 })}
          actions={mayWrite ? { save: keepView, remove: removeSavedView } : null}
        />
        <div className="mb-3">
          <PillLinks
            label={t("view_label")}
            values={QUEUE_VIEWS}
            current={query.view}
            hrefOf={(view) => `/support/queue${printQueueQuery({ ...query, view, page: 1 })}`}
            nameOf={(view) => (
              <>
                {t(`view.${view}`, { days: HOST_DAYS })} <span className="font-normal text-ink-3">{counts[view]}</span>
              </>
            )}
          />
        </div>
        <FilterForm action="/support/queue" query={printQueueQuery(query)} className="mb-3 flex flex-wrap gap-2">
          {query.view === "all" ? null : <input type="hidden" name="view" value={query.view} />}
          <Select {...focusTarget} name="state" aria-label={t("state_label")} defaultValue={query.state} className="max-w-full">
            {options(QUEUE_STATES, (state) => t(`state.${state}`))}
          </Select>
          <Select name="sort" aria-label={t("sort_label")} defaultValue={query.sort} className="max-w-full">
            {options(QUEUE_SORTS, (sort) => t(`sort.${sort}`))}
          </Select>
          <Button type="submit">{t("apply")}</Button>
        </FilterForm>
        {entries.length === 0 ? (
          <EmptyState icon={<CircleCheck />} title={t("empty_title")} text={t("empty_text")} />
        ) : (
          <>
            <KeyHint />
            <QueueList key={printQueueQuery(query)} entries={entries} desk={desk} />
            <NumberedPager
              page={query.page}
              perPage={PAGE_SIZE}
              shown={entries.length}
              total={total}
              hrefOf={(page) => `/support/queue${printQueueQuery({ ...query, page })}`}
            />
          </>
        )}
      </FocusKeeper>
    </ClientMessages>
  );
}
