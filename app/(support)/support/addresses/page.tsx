import { getTranslations } from "next-intl/server";
import { AnnounceForm } from "@/app/(support)/support/addresses/announce-form";
import { RehearsalPanel } from "@/app/(support)/support/addresses/rehearsal-panel";
import { AddressDates } from "@/components/addresses/address-dates";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { Panel } from "@/components/ui/section";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Toaster } from "@/components/ui/toaster";
import { PAGE_SIZE } from "@/lib/base/paging";
import { readableUrl } from "@/lib/connectors/readable-url";
import { displayAddress } from "@/lib/connectors/shop-address";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadAddressesConsole } from "@/lib/operations/addresses/loaders";
import { RETIRE_AFTER_DAYS } from "@/lib/operations/addresses/mutations";

export const generateMetadata = pageTitle("addresses.console", "title");

/** Outgoing addresses for staff: dates, rehearsal of new ones, and moving traffic. */
export default async function AddressesConsolePage({ searchParams }: PageProps<"/support/addresses">) {
  const { published, rehearsal, shown, page, shops, mayMove } = await loadAddressesConsole(await searchParams);
  const t = await getTranslations("addresses.console");
  const live = published.dates.filter(({ state }) => state === "live").map(({ address }) => address);
  return (
    <ClientMessages namespaces={["addresses"]}>
      <Toaster />
      <PageHeader title={t("title")} description={t("lead")} actions={<TextLink href="/addresses">{t("public_page")}</TextLink>} />
      <div className="grid gap-6">
        {rehearsal ? (
          <>
            <RehearsalPanel rehearsal={rehearsal} shown={shown} retireAfterDays={RETIRE_AFTER_DAYS} mayMove={mayMove} />
            {shops.length === 0 ? (
              <p className="text-ink-2">{t("shops.none")}</p>
            ) : (
              <div className="grid gap-2">
                <Table label={t("shops.title")} columns={[t("shops.merchant"), t("shops.shop"), t("shops.refused"), t("shops.tried")]}>
                  {shops.map((shop) => (
                    <TableRow key={shop.integrationId} data-row="">
                      <TableCell>
                        <TextLink href={`/support/merchants/${shop.merchantId}`}>
                          <bdi>{shop.merchantName}</bdi>
                        </TextLink>
                      </TableCell>
                      <TableCell className="min-w-32 [overflow-wrap:anywhere]">
                        <bdi>{shop.name}</bdi> <span className="block text-ink-3 text-sm">{displayAddress(readableUrl(shop.baseUrl))}</span>
                      </TableCell>
                      <TableCell className="font-mono">{shop.refused.length > 0 ? shop.refused.join(", ") : "–"}</TableCell>
                      <TableCell>{shop.checkedAt ? <Time at={shop.checkedAt} /> : "–"}</TableCell>
                    </TableRow>
                  ))}
                </Table>
                <NumberedPager
                  page={page}
                  perPage={PAGE_SIZE}
                  shown={shops.length}
                  total={rehearsal.counts[shown]}
                  hrefOf={(to) => `/support/addresses?shops=${shown}&page=${to}`}
                />
              </div>
            )}
          </>
        ) : null}
        <AddressDates dates={published.dates} />
        {mayMove ? null : <p className="text-ink-2">{t("operators_move")}</p>}
        {rehearsal?.state === "running" || !mayMove ? null : (
          <Panel title={t("announce.title")}>
            <AnnounceForm live={live} />
          </Panel>
        )}
      </div>
    </ClientMessages>
  );
}
