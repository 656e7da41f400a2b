import { Search } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useOrderStatusLabel } from "@/components/orders/order-status";
import { ShopSelect } from "@/components/orders/shop-select";
import { Button } from "@/components/ui/button";
import { DateFields } from "@/components/ui/date-range";
import { FilterForm } from "@/components/ui/filter-form";
import { focusTarget } from "@/components/ui/focus-target";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { PhoneFold } from "@/components/ui/phone-fold";
import { options, Select } from "@/components/ui/select";
import { ORDER_SORTS, type OrderQuery, printOrderQuery, TRACKING_FILTERS } from "@/lib/orders/order-query";

interface FiltersProps {
  action: Route;
  query: OrderQuery;
  statuses: readonly { status: string; name: string | null }[];
  shops: readonly { id: string; name: string }[];
  /** At least one shop excludes statuses from the lists. */
  leavesOut: boolean;
}

export function OrderFilters({ action, query, statuses, shops, leavesOut }: FiltersProps) {
  const t = useTranslations("orders");
  const labelOf = useOrderStatusLabel();
  const isFiltered = printOrderQuery({ ...query, search: "" }) !== "";
  return (
    <FilterForm action={action} query={printOrderQuery(query)} className="grid gap-2">
      <span className="relative">
        <Search className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3 max-[22rem]:hidden" aria-hidden="true" />
        <Input
          {...focusTarget}
          type="search"
          name="q"
          aria-label={t("list.search_label")}
          placeholder={t("list.search")}
          defaultValue={query.search}
          maxLength={200}
          className="pl-8 max-[22rem]:px-2"
        />
      </span>
      <PhoneFold label={t("list.filters")} open={isFiltered}>
        <div className="grid gap-2 min-[22rem]:grid-cols-2 sm:flex sm:flex-wrap sm:items-center">
          <Select name="status" aria-label={t("list.status")} defaultValue={query.status ?? ""} className="sm:max-w-38">
            <option value="">{t("list.any_status")}</option>
            {statuses.map(({ status, name }) => (
              <option key={status} value={status}>
                {labelOf(status, name)}
              </option>
            ))}
          </Select>
          <Select name="tracking" aria-label={t("list.tracking")} defaultValue={query.tracking ?? ""} className="sm:max-w-48">
            <option value="">{t("list.any_tracking")}</option>
            {options(TRACKING_FILTERS, (filter) => t(`list.tracking_is.${filter}`))}
          </Select>
          {shops.length > 1 ? (
            <ShopSelect
              shops={JSON.stringify(shops)}
              chosen={shops.find(({ id }) => id === query.integrationId) ?? null}
              label={t("list.shop")}
              any={t("list.any_shop")}
            />
          ) : null}
          {leavesOut || query.leftOut ? (
            <Select
              name="left_out"
              aria-label={t("list.left_out")}
              defaultValue={query.leftOut ? "1" : ""}
              className="max-sm:col-span-full sm:max-w-38"
            >
              <option value="">{t("list.not_left_out")}</option>
              <option value="1">{t("list.only_left_out")}</option>
            </Select>
          ) : null}
          {query.search.trim() === "" ? (
            <Select
              name="sort"
              aria-label={t("list.sort")}
              defaultValue={query.sort === "newest" ? "" : query.sort}
              className="max-sm:col-span-full sm:max-w-48"
            >
              {ORDER_SORTS.map((sort) => (
                <option key={sort} value={sort === "newest" ? "" : sort}>
                  {t(`list.sorted.${sort}`)}
                </option>
              ))}
            </Select>
          ) : null}
          <DateFields days={query} labels={{ from: t("list.from"), to: t("list.to") }} />
          <Button type="submit" className="max-sm:col-span-full">
            {t("list.apply")}
          </Button>
          {printOrderQuery(query) === "" ? null : (
            <LinkButton variant="ghost" href={action} className="max-sm:col-span-full">
              {t("list.reset")}
            </LinkButton>
          )}
        </div>
      </PhoneFold>
    </FilterForm>
  );
}
