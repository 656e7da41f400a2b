import type { Route } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { FilterBadges, useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { PageCrumb } from "@/components/shell/page-crumb";
import { ReasonField } from "@/components/shell/reason-field";
import { SubmitButton } from "@/components/ui/button";
import { SelectField } from "@/components/ui/fields";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { options } from "@/components/ui/select";
import { StateMark } from "@/components/ui/state-mark";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { PAGE_SIZE } from "@/lib/base/paging";
import { printQuery } from "@/lib/base/route";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import { laneTone } from "@/lib/health/lane/tone";
import { pageTitle } from "@/lib/i18n/page-title";
import { orderBulkJob } from "@/lib/operations/fleet/actions";
import type { FittingShop } from "@/lib/operations/fleet/data";
import { printFleetFilter } from "@/lib/operations/fleet/filter";
import { loadBulkDraft } from "@/lib/operations/fleet/loaders";
import { BULK_KINDS, BULK_PACES } from "@/lib/operations/fleet/schema";

export const generateMetadata = pageTitle("fleet.bulk", "title");

export default async function BulkPage({ searchParams }: PageProps<"/support/fleet/bulk">) {
  const [{ filter, count, shops, page }, t] = await Promise.all([loadBulkDraft(await searchParams), getTranslations("fleet.bulk")]);
  const shown = await getTranslations("fleet.shops");
  const pageOf = (to: number): Route => `/support/fleet/bulk${printQuery({ ...filter, page: to > 1 && to })}`;
  return (
    <div className="max-w-4xl">
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} description={t("lead", { count })} />
      <p className="mb-4">
        <FilterBadges filter={filter} />
      </p>
      {count === 0 ? null : (
        <form action={orderBulkJob.bind(null, printFleetFilter(filter))} className="grid max-w-2xl gap-4">
          <fieldset className="grid gap-1.5">
            <legend className="mb-1.5 font-medium">{t("kind")}</legend>
            {BULK_KINDS.map((kind, index) => (
              <label key={kind} className="flex items-start gap-2">
                <input type="radio" name="kind" value={kind} defaultChecked={index === 0} className="mt-1 accent-(--color-accent-solid)" />
                <span>
                  {t(`kinds.${kind}`)}
                  <span className="block text-ink-3 text-sm">{t(`kind_help.${kind}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <ReasonField label={t("reason")} help={t("reason_help")} />
          <SelectField label={t("pace")} help={t("pace_help")} name="perMinute" defaultValue={30} className="w-56">
            {options(BULK_PACES, (pace) => t("per_minute", { count: pace }))}
          </SelectField>
          <SubmitButton className="justify-self-start">{t("start", { count })}</SubmitButton>
        </form>
      )}
      {shops.length === 0 ? null : (
        <div className="mt-8">
          <h2 className="mb-2 font-semibold">{shown("title")}</h2>
          <MatchingShops shops={shops} />
          <NumberedPager page={page} perPage={PAGE_SIZE} shown={shops.length} total={count} hrefOf={pageOf} />
        </div>
      )}
    </div>
  );
}

function MatchingShops({ shops }: { shops: readonly FittingShop[] }) {
  const t = useTranslations("fleet.shops");
  const nameOf = useValueNames();
  return (
    <Table label={t("title")} columns={[t("shop"), t("merchant"), t("state"), t("since")]}>
      {shops.map(({ merchantId, merchantName, integrationId, name, baseUrl, state, since, cause }) => (
        <TableRow key={integrationId} data-row={integrationId}>
          <TableCell className="min-w-32 [overflow-wrap:anywhere]">
            <bdi>{name}</bdi> <span className="block text-ink-3 text-sm">{displayAddress(readableUrl(baseUrl))}</span>
          </TableCell>
          <TableCell className="min-w-32 [overflow-wrap:anywhere]">
            <TextLink href={`/support/merchants/${merchantId}`}>
              <bdi>{merchantName}</bdi>
            </TextLink>
          </TableCell>
          <TableCell className="min-w-36">
            <StateMark tone={laneTone({ state })}>{nameOf("state", state)}</StateMark>
            {cause === null ? null : <span className="block text-ink-3 text-sm">{nameOf("cause", cause)}</span>}
          </TableCell>
          <TableCell className="whitespace-nowrap">
            <Time at={since} form="clock" />
          </TableCell>
        </TableRow>
      ))}
    </Table>
  );
}
