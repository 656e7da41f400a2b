import { CircleCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { FollowConsole } from "@/components/live/follow-page";
import { EndedList } from "@/components/outcomes/ended-list";
import type { NamedGroup } from "@/components/queue/group-row";
import { KeyHint } from "@/components/queue/key-hint";
import { type NamedLine, QueueList } from "@/components/queue/queue-list";
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
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Toaster } from "@/components/ui/toaster";
import { PAGE_SIZE } from "@/lib/base/paging";
import { route } from "@/lib/base/route";
import { CAUSE_CODES, type CauseCode } from "@/lib/check/causes";
import { describeTraits } from "@/lib/check/describe-traits";
import { nameCause } from "@/lib/check/diagnosis/name-cause";
import { anyKey } from "@/lib/i18n/any-key";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { keepView, removeSavedView } from "@/lib/support/actions";
import { HOST_DAYS, type QueueGroup } from "@/lib/support/queue/data";
import { loadQueue } from "@/lib/support/queue/loaders";
import { printQueueQuery, QUEUE_SORTS, QUEUE_STATES, QUEUE_VIEWS, type QueueQuery } from "@/lib/support/queue/schema";

export const generateMetadata = pageTitle("support.queue", "title");

export default async function QueuePage({ searchParams }: PageProps<"/support/queue">) {
  const readAt = Date.now();
  const { query, views, mayWrite, lines, total, counts, waiting, failingFixes, ended, ...desk } = await loadQueue(await searchParams);
  const [t, fleet, names] = await Promise.all([getTranslations("support.queue"), getTranslations("fleet"), getTranslations("causes")]);
  const nameOf = (code: CauseCode): string => nameCause(anyKey(names), code);
  const nameGroup = await groupNamer(query);
  return (
    <ClientMessages namespaces={["states", "integrations", "sync", "overview", "incidents", "macros", "threads.outcome"]}>
      <FollowConsole merchantId={null} queue readAt={readAt} />
      <Toaster />
      <PageHeader title={t("title")} description={t("lead", { count: waiting })} />
      <p className="mb-3">
        <TextLink href="/support/macros">{t("templates")}</TextLink>
      </p>
      {failingFixes > 0 ? (
        <p className="mb-3 flex flex-wrap items-baseline gap-x-3">
          <StateMark tone="action_needed">{fleet("fixes.failing", { count: failingFixes })}</StateMark>
          <TextLink href="/support/fleet/fixes">{fleet("fixes.show")}</TextLink>
        </p>
      ) : null}
      <FocusKeeper>
        <SavedViews
          views={views}
          path="/support/queue"
          query={printQueueQuery({ ...query, page: 1, open: null })}
          actions={mayWrite ? { save: keepView, remove: removeSavedView } : null}
        />
        <div className="mb-3">
          <PillLinks
            label={t("view_label")}
            values={QUEUE_VIEWS}
            current={query.view}
            hrefOf={(view) => `/support/queue${printQueueQuery({ ...query, view, page: 1, open: null })}`}
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
        {lines.length === 0 ? (
          <EmptyState icon={<CircleCheck />} title={t("empty_title")} text={t("empty_text")} />
        ) : (
          <>
            <KeyHint />
            <QueueList
              key={printQueueQuery({ ...query, open: null })}
              lines={lines.map((line): NamedLine => (line.kind === "one" ? line : { kind: "group", group: nameGroup(line.group) }))}
              desk={desk}
            />
            <NumberedPager
              page={query.page}
              perPage={PAGE_SIZE}
              shown={lines.length}
              total={total}
              hrefOf={(page) => `/support/queue${printQueueQuery({ ...query, page, open: null })}`}
            />
          </>
        )}
      </FocusKeeper>
      {ended.length > 0 && desk.mayWork ? (
        <EndedList
          ended={ended.map((one) => ({ ...one, causeName: one.cause && nameOf(one.cause) }))}
          causes={CAUSE_CODES.map((code) => ({ code, name: nameOf(code) }))}
        />
      ) : null}
    </ClientMessages>
  );
}

async function groupNamer(query: QueueQuery): Promise<(group: QueueGroup) => NamedGroup> {
  const [t, names, systems] = await Promise.all([
    getTranslations("fleet"),
    getTranslations("causes"),
    getTranslations("integrations.shop_system"),
  ]);
  const [causes, shopSystems] = [anyKey(names), anyKey(systems)];
  return (group) => ({
    ...group,
    causeName: nameCause(causes, group.cause),
    traitNames: describeTraits(group.traits, { t: anyKey(t), causes, shopSystems }),
    href: route(`/support/queue${printQueueQuery({ ...query, open: group.entries ? null : group.id })}`),
  });
}
