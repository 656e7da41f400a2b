import { SearchX, Store } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { BuyerSearch } from "@/app/(support)/support/(search)/buyer-search";
import { CauseHits } from "@/app/(support)/support/(search)/cause-hits";
import { HitList } from "@/app/(support)/support/(search)/hit-list";
import { SearchBox } from "@/app/(support)/support/(search)/search-box";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { SavedViews } from "@/components/ui/saved-views";
import { options, Select } from "@/components/ui/select";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { Toaster } from "@/components/ui/toaster";
import { PAGE_SIZE } from "@/lib/base/paging";
import { SHOP_SYSTEMS } from "@/lib/connectors/shop-systems";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { keepView, removeSavedView } from "@/lib/support/actions";
import { loadMerchants } from "@/lib/support/loaders";
import type { ListedMerchant } from "@/lib/support/merchant-list";
import { MERCHANT_SORTS, MERCHANT_STATES, printMerchantQuery } from "@/lib/support/search";

export const generateMetadata = pageTitle("support", "title");

export default async function SupportPage({ searchParams }: PageProps<"/support">) {
  const { query, views, mayWrite, maySearchBuyers, hits, causes, merchants, total, orMore } = await loadMerchants(await searchParams);
  const [t, shopSystems] = await Promise.all([getTranslations("support"), getTranslations("integrations.shop_system")]);
  const isNarrowed = printMerchantQuery({ ...query, page: 1, sort: "name" }) !== "";
  return (
    <FocusKeeper>
      <PageHeader title={t("title")} description={t("lead")} />
      <SearchBox text={query.text} />
      {maySearchBuyers ? (
        <ClientMessages namespaces={["states.order"]}>
          <BuyerSearch />
          <Toaster />
        </ClientMessages>
      ) : null}
      {hits === null ? (
        <>
          <SavedViews
            views={views}
            path="/support"
            query={printMerchantQuery({ ...query, page: 1 })}
            actions={mayWrite ? { save: keepView, remove: removeSavedView } : null}
          />
          <FilterForm action="/support" query={printMerchantQuery(query)} className="mb-3 flex flex-wrap gap-2">
            <Select name="state" aria-label={t("list.state_label")} defaultValue={query.state ?? ""} className="max-w-full">
              <option value="">{t("list.any_state")}</option>
              {options(MERCHANT_STATES, (state) => t(`list.state.${state}`))}
            </Select>
            <Select name="shopSystem" aria-label={t("list.shop_system_label")} defaultValue={query.shopSystem ?? ""} className="max-w-full">
              <option value="">{t("list.any_shop_system")}</option>
              {options(SHOP_SYSTEMS, (shopSystem) => shopSystems(shopSystem))}
            </Select>
            <Select name="sort" aria-label={t("list.sort_label")} defaultValue={query.sort} className="max-w-full">
              {options(MERCHANT_SORTS, (sort) => t(`list.sort.${sort}`))}
            </Select>
            <Button type="submit">{t("list.apply")}</Button>
          </FilterForm>
          {merchants.length > 0 ? (
            <>
              <MerchantTable merchants={merchants} />
              <NumberedPager
                page={query.page}
                perPage={PAGE_SIZE}
                shown={merchants.length}
                total={total}
                orMore={orMore}
                hrefOf={(page) => `/support${printMerchantQuery({ ...query, page })}`}
              />
            </>
          ) : (
            <EmptyState
              icon={<Store />}
              title={t(isNarrowed ? "list.none_title" : "list.empty_title")}
              action={isNarrowed ? <LinkButton href="/support">{t("list.clear")}</LinkButton> : null}
              text={t(isNarrowed ? "list.none_text" : "list.empty_text")}
            />
          )}
        </>
      ) : hits.length + causes.length > 0 ? (
        <div className="grid gap-5">
          <CauseHits causes={causes} />
          <HitList hits={hits} text={query.text} />
        </div>
      ) : (
        <EmptyState
          icon={<SearchX />}
          title={t("search.none_title")}
          action={<LinkButton href="/support">{t("search.clear")}</LinkButton>}
          text={t("search.none_text", { text: query.text })}
        />
      )}
    </FocusKeeper>
  );
}

function MerchantTable({ merchants }: { merchants: readonly ListedMerchant[] }) {
  const t = useTranslations("support.list");
  return (
    <Table
      label={t("label")}
      columns={[
        t("merchant"),
        t("stand"),
        { id: "shops", name: t("shops"), className: "text-right" },
        { id: "members", name: t("members"), className: "text-right max-sm:hidden" },
        { id: "last_order", name: t("last_order"), className: "max-sm:hidden" },
      ]}
    >
      {merchants.map((merchant) => (
        <TableRow key={merchant.id} data-row={merchant.id} className="relative">
          <TableCell className="min-w-24 [overflow-wrap:anywhere]">
            <Link
              href={`/support/merchants/${merchant.id}`}
              prefetch={false}
              className="rounded-sm font-medium text-ink after:absolute after:inset-0 hover:text-accent"
            >
              <bdi>{merchant.name}</bdi>
            </Link>
            {merchant.openThreads > 0 ? <p className="text-ink-2 text-sm">{t("threads", { count: merchant.openThreads })}</p> : null}
          </TableCell>
          <TableCell>
            <Standing merchant={merchant} />
          </TableCell>
          <TableCell className="text-right tabular-nums">{merchant.integrations}</TableCell>
          <TableCell className="text-right tabular-nums max-sm:hidden">{merchant.members}</TableCell>
          <TableCell className="text-ink-2 max-sm:hidden">{merchant.lastOrderAt ? <Time at={merchant.lastOrderAt} /> : "–"}</TableCell>
        </TableRow>
      ))}
    </Table>
  );
}

function Standing({ merchant: { integrations, needsYou, recovering } }: { merchant: ListedMerchant }) {
  const t = useTranslations("support.list");
  if (integrations === 0) return <span className="text-ink-3">{t("no_shop")}</span>;
  if (needsYou > 0) return <StateMark tone="action_needed">{t("action_needed", { count: needsYou })}</StateMark>;
  if (recovering > 0) return <StateMark tone="recovering">{t("recovering", { count: recovering })}</StateMark>;
  return (
    <StateMark tone="healthy" className="font-normal text-ink! [&_svg]:text-healthy">
      {t("healthy")}
    </StateMark>
  );
}
