import { useFormatter, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { AnnounceForm } from "@/app/(support)/support/addresses/announce-form";
import { MoveTraffic } from "@/app/(support)/support/addresses/move-traffic";
import { AddressDates } from "@/components/addresses/address-dates";
import { RefreshPeriodically } from "@/components/live/refresh-periodically";
import { PageHeader } from "@/components/ui/page-header";
import { NumberedPager } from "@/components/ui/pager";
import { PillLinks } from "@/components/ui/pill-links";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Panel } from "@/components/ui/section";
import { Table, TableCell, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Toaster } from "@/components/ui/toaster";
import { SpokenProgress } from "@/components/ui/use-milestones";
import { PAGE_SIZE } from "@/lib/base/paging";
import { DAY_MS } from "@/lib/base/units";
import { displayAddress } from "@/lib/connectors/display-address";
import { readableUrl } from "@/lib/connectors/readable-url";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import type { RehearsalView } from "@/lib/operations/addresses/data";
import { SHOWN_STATES, type ShownState } from "@/lib/operations/addresses/judge-rehearsal";
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
                <Table
                  label={t("shops.title")}
                  columns={[t("shops.merchant"), t("shops.shop"), t("shops.answer"), t("shops.refused"), t("shops.tried")]}
                >
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
                      <TableCell>{t(`shops.answers.${shop.state}`)}</TableCell>
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

interface Props {
  rehearsal: RehearsalView;
  /** State of the shops listed below. */
  shown: ShownState;
  retireAfterDays: number;
  mayMove: boolean;
}

const daysUntil = (day: Date): number => Math.max(0, Math.ceil((day.getTime() - Date.now()) / DAY_MS));

/** Percentage of all shops that are proven to allow the new addresses; null without shops. */
const readiness = ({ passes, open }: RehearsalView["counts"]): number | null =>
  passes + open === 0 ? null : Math.floor((100 * passes) / (passes + open));

function RehearsalPanel({ rehearsal, shown, retireAfterDays, mayMove }: Props) {
  const t = useTranslations("addresses.console");
  const format = useFormatter();
  const { counts, state, addresses, retiring } = rehearsal;
  const total = counts.passes + counts.open;
  const ready = readiness(counts);
  const isRunning = state === "running";
  const tried = t("rehearsal.tried", { done: total - counts.waiting, total });
  return (
    <Panel
      title={t(isRunning ? "rehearsal.title" : "rehearsal.title_moved")}
      actions={
        mayMove ? (
          <MoveTraffic
            rehearsalId={rehearsal.id}
            isRunning={isRunning}
            canMoveBack={retiring.length > 0 || !isRunning}
            addresses={addresses}
            retiring={retiring}
            refused={counts.refused}
            unclear={counts.open - counts.refused}
            retireAfterDays={retireAfterDays}
            daysEarly={daysUntil(rehearsal.plannedAt)}
          />
        ) : null
      }
    >
      <div className="grid gap-4">
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          {t.rich(isRunning ? "rehearsal.text" : "rehearsal.text_moved", {
            addresses: () => <span className="font-mono text-ink">{format.list(addresses)}</span>,
            day: () => <Time at={isRunning ? rehearsal.plannedAt : (rehearsal.endedAt ?? rehearsal.plannedAt)} form="day" />,
          })}
        </p>
        <div className="grid gap-1.5">
          <p>
            <span className="font-semibold text-2xl tabular-nums">{ready === null ? "–" : t("rehearsal.percent", { ready })}</span>{" "}
            <span className="text-ink-2">{t("rehearsal.ready")}</span>
          </p>
          <ProgressBar label={t("rehearsal.progress")} value={total - counts.waiting} total={total} />
          <p className="text-ink-3 text-sm">{tried}</p>
          <SpokenProgress text={tried} done={total - counts.waiting} total={total} />
        </div>
        <PillLinks
          label={t("rehearsal.by_answer")}
          values={SHOWN_STATES}
          current={shown}
          hrefOf={(one) => `/support/addresses?shops=${one}`}
          nameOf={(one) => t(`rehearsal.states.${one}`, { count: counts[one] })}
        />
        {isRunning && counts.waiting > 0 ? <RefreshPeriodically everyMs={2_000} /> : null}
      </div>
    </Panel>
  );
}
