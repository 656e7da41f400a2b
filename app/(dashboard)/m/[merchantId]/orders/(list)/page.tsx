import type { Route } from "next";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { loadOrders } from "@/app/(dashboard)/m/[merchantId]/orders/loader";
import { FollowPage } from "@/components/live/follow-page";
import { AskShops } from "@/components/orders/ask-shops";
import { OrderFilters } from "@/components/orders/order-filters";
import { OrderList } from "@/components/orders/order-list";
import { ExportLinks } from "@/components/shell/export-links";
import { ReversedDateRange } from "@/components/ui/date-range";
import { EmptyState } from "@/components/ui/empty-state";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pager } from "@/components/ui/pager";
import { SavedViews } from "@/components/ui/saved-views";
import { TextLink } from "@/components/ui/text-link";
import { isReversed } from "@/lib/base/day-range";
import { printQuery, route } from "@/lib/base/route";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { ORDERS_PER_PAGE } from "@/lib/orders/count-fresh";
import type { CurrencySum } from "@/lib/orders/data";
import { formatMoney } from "@/lib/orders/money";
import {
  firstPage,
  mayBeNumber,
  ORDER_SORTS,
  type OrderQuery,
  type OrderSort,
  parseOrderQuery,
  printOrderQuery,
} from "@/lib/orders/order-query";
import { removeOrderViewForm, saveOrderViewForm } from "@/lib/orders/views/actions";
import { viewQueryOf } from "@/lib/orders/views/schema";
import { loadUnread } from "@/lib/support/threads/loaders";

export const generateMetadata = pageTitle("orders", "title");

export default async function OrdersPage({ params, searchParams }: PageProps<"/m/[merchantId]/orders">) {
  const [{ merchantId }, search] = await Promise.all([params, searchParams]);
  const query = parseOrderQuery((name) => {
    const value = search[name];
    return typeof value === "string" ? value : null;
  });
  const readAt = Date.now();
  const [{ rows, previous, next, total, orMore, sums, place, statuses, shops, leavesOut, views, readOnly }, unread, t] = await Promise.all([
    loadOrders(merchantId, query),
    loadUnread(merchantId),
    getTranslations("orders"),
  ]);
  const printed = printOrderQuery(query);
  const here = `/m/${merchantId}/orders` as const;
  const to = (page: Partial<OrderQuery>) => route(`${here}${printOrderQuery({ ...firstPage(query), ...page })}`);
  const sortHrefs = Object.fromEntries(ORDER_SORTS.map((sort) => [sort, to({ sort })])) as Record<OrderSort, Route>;
  const filtered = printed !== "";
  const number = mayBeNumber(query.search) && shops.length > 0 ? query.search.trim() : null;
  const asksShops = number !== null && (rows.length === 0 || search["ask"] === "1");
  return (
    <ClientMessages
      namespaces={[
        "orders.bulk",
        "orders.list",
        "orders.lookup",
        "states.order",
        "sync.failure",
        "tracking.form",
        "tracking.problem",
        "tracking.shared",
      ]}
    >
      <div className="grid gap-5">
        {/* The shops' answer must stay, although the lookup imports an order. */}
        {rows.length === 0 && !asksShops ? <FollowPage merchantId={merchantId} topic="orders" readAt={readAt} /> : null}
        <PageHeader
          className="mb-0"
          title={t("title")}
          actions={
            <>
              {rows.length > 0 && !readOnly ? (
                <ExportLinks href={`${here}/export${printOrderQuery(firstPage(query))}`}>{t("export.button")}</ExportLinks>
              ) : null}
              {shops.length > 0 && !readOnly ? <LinkButton href={`${here}/import`}>{t("list.import")}</LinkButton> : null}
            </>
          }
        />
        {rows.length === 0 && !filtered && !leavesOut ? (
          <EmptyState
            title={t("empty.title")}
            text={t("empty.text")}
            action={<FirstStep merchantId={merchantId} hasShops={shops.length > 0} readOnly={readOnly} />}
          />
        ) : (
          <FocusKeeper className="grid min-w-0 grid-cols-1 gap-5">
            <SavedViews
              views={views}
              path={route(here)}
              query={viewQueryOf(printed)}
              actions={
                readOnly ? null : { save: saveOrderViewForm.bind(null, merchantId), remove: removeOrderViewForm.bind(null, merchantId) }
              }
            />
            <OrderFilters action={route(here)} query={query} statuses={statuses} shops={shops} leavesOut={leavesOut} />
            {isReversed(query) ? (
              <ReversedDateRange days={query} to={to} />
            ) : rows.length === 0 ? (
              <EmptyState
                title={t("empty.no_match")}
                action={<LinkButton href={here}>{t("empty.reset")}</LinkButton>}
                text={t("empty.no_match_text")}
              />
            ) : (
              <OrderList
                key={printed}
                merchantId={merchantId}
                query={printed}
                rows={rows}
                readAt={readAt}
                unread={unread.notes}
                readOnly={readOnly}
                sort={query.sort}
                sortHrefs={query.search.trim() === "" ? sortHrefs : null}
              />
            )}
            {asksShops ? (
              <AskShops
                key={`${number} ${query.integrationId}`}
                merchantId={merchantId}
                text={number}
                integrationId={rows.length === 0 ? query.integrationId : null}
              />
            ) : number !== null && rows.length > 0 && !isReversed(query) ? (
              <p>
                <TextLink href={route(`${here}${printQuery({ q: number, ask: "1" })}`)}>
                  {t("lookup.not_this_one", { text: number })}
                </TextLink>
              </p>
            ) : null}
            {sums.length > 0 ? <OrderSums sums={sums} count={total} /> : null}
            {rows.length > 0 ? (
              <Pager
                from={place}
                to={place + rows.length - 1}
                total={Math.max(total, orMore ? total : place + rows.length - 1)}
                orMore={orMore}
                previous={previous && to({ before: previous, place: Math.max(1, place - ORDERS_PER_PAGE) })}
                next={next && to({ after: next, place: place + rows.length })}
              />
            ) : null}
          </FocusKeeper>
        )}
      </div>
    </ClientMessages>
  );
}

async function FirstStep({ merchantId, hasShops, readOnly }: { merchantId: string; hasShops: boolean; readOnly: boolean }) {
  const place = `/m/${merchantId}/integrations` as const;
  if (hasShops || readOnly) return <LinkButton href={place}>{(await getTranslations("orders.empty"))("shops")}</LinkButton>;
  return (
    <LinkButton variant="primary" href={`${place}/connect`}>
      {(await getTranslations("overview"))("connect")}
    </LinkButton>
  );
}

function OrderSums({ sums, count }: { sums: readonly CurrencySum[]; count: number }) {
  const t = useTranslations("orders.list");
  const locale = useLocale();
  const format = useFormatter();
  const amounts = sums.map(({ total, currency }) => formatMoney(locale, total, currency));
  return <p className="text-right text-ink-2 tabular-nums">{t("sum", { count, amounts: format.list(amounts, { type: "unit" }) })}</p>;
}
