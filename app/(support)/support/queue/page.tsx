import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { ShopRow } from "@/app/(support)/support/shop-row";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { focusTarget } from "@/components/ui/focus-target";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { SavedViews } from "@/components/ui/saved-views";
import { options, Select } from "@/components/ui/select";
import { PAGE_SIZE } from "@/lib/base/paging";
import { route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { keepView, removeSavedView } from "@/lib/support/actions";
import { loadQueue } from "@/lib/support/loaders";
import { printQueueQuery, QUEUE_SORTS, QUEUE_STATES } from "@/lib/support/queue";

export const generateMetadata = pageTitle("support.queue", "title");

export default async function QueuePage({ searchParams }: PageProps<"/support/queue">) {
  const { query, views, mayWrite, entries, total } = await loadQueue(await searchParams);
  const t = await getTranslations("support.queue");
  return (
    <ClientMessages namespaces={["states", "integrations", "sync", "overview"]}>
      <PageHeader title={t("title")} description={t("lead", { count: total })} />
      <FocusKeeper>
        <SavedViews
          views={views}
          path="/support/queue"
          query={printQueueQuery({ ...query, page: 1 })}
          actions={mayWrite ? { save: keepView, remove: removeSavedView } : null}
        />
        <FilterForm action="/support/queue" query={printQueueQuery(query)} className="mb-3 flex flex-wrap gap-2">
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
            <ol aria-label={t("title")} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
              {entries.map(({ merchantId, merchantName, threads, row }) => (
                <ShopRow
                  key={row.id}
                  row={row}
                  merchantName={merchantName}
                  href={route(`/support/merchants/${merchantId}?to=/m/${merchantId}/integrations/${row.id}`)}
                  aside={threads > 0 ? <Badge tone="accent">{t("asked", { count: threads })}</Badge> : null}
                />
              ))}
            </ol>
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
