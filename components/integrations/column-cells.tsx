import { useTranslations } from "next-intl";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import { Time } from "@/components/ui/time";
import type { ListColumn } from "@/lib/identity/preferences/list-settings";
import type { CheckSummary, IntegrationRow } from "@/lib/integrations/list/row";

/** Column widths from 1024 px: name, state, chosen columns, action. */
export const gridColumns = (columns: readonly ListColumn[]): string =>
  ["minmax(0,1fr) minmax(0,2.2fr)", ...columns.map(() => "7rem"), "7.5rem"].join(" ");

function Cell({ row, column }: { row: IntegrationRow; column: ListColumn }) {
  const t = useTranslations("integrations.list");
  const { effect, lanes } = row;
  const none = <span className="text-ink-3">{t("none")}</span>;
  switch (column) {
    case "last_order":
      return row.lastOrderAt ? <Time at={row.lastOrderAt} /> : <span className="text-ink-3">{t("no_order")}</span>;
    case "last_check":
      return <CheckCell check={row.check} />;
    case "parcels":
      return effect.parcels > 0 ? <span className="text-ink">{t("count", { count: effect.parcels })}</span> : none;
    case "missed_orders":
      return effect.missedOrders ? t("about", { count: effect.missedOrders }) : none;
    case "next_sync":
      return lanes.orders_in.nextSyncAt ? <UpcomingTime at={new Date(lanes.orders_in.nextSyncAt)} /> : none;
  }
}

/** The chosen columns; below 1024 px, a line of label–value pairs. */
export function ColumnCells({ row, columns }: { row: IntegrationRow; columns: readonly ListColumn[] }) {
  const nameOf = useTranslations("integrations.list.column");
  if (columns.length === 0) return null;
  return (
    <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm max-lg:pl-6.5 lg:contents">
      {columns.map((column) => (
        <div key={column}>
          <dt className="text-ink-3 lg:sr-only">{nameOf(column)}</dt>
          <dd className="[&_time]:whitespace-normal">
            <Cell row={row} column={column} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function CheckCell({ check }: { check: CheckSummary | null }) {
  const t = useTranslations("integrations");
  if (!check) return <span className="text-ink-3">{t("list.no_check")}</span>;
  if (check.status === "queued" || check.status === "running")
    return <span className="text-working">{t("list.checking", { count: check.probesDone })}</span>;
  return (
    <>
      {check.verdict ? <span className="block text-ink">{t(`verdict.${check.verdict}`)}</span> : null}
      <Time at={check.at} className="text-ink-3" />
    </>
  );
}
