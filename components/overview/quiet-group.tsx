"use client";

import { ChevronRight } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { OverviewRow } from "@/components/overview/overview-row";
import { useShownRows } from "@/components/overview/use-shown-rows";
import { Button } from "@/components/ui/button";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { IntegrationRow as Row } from "@/lib/integrations/row";

const ROWS_AT_ONCE = 50;

const lastOrderAt = (rows: readonly Row[]): string | null =>
  rows
    .map((row) => row.lastOrderAt)
    .filter((at) => at !== null)
    .sort()
    .at(-1) ?? null;

interface GroupProps {
  rows: readonly Row[];
  merchantId: string;
  readOnly: boolean;
}

/** What is in order: one quiet line with its proof, and the shops for who wants to see them. */
export function NoopGroup({ rows, merchantId, readOnly }: GroupProps) {
  const t = useTranslations("overview");
  const format = useFormatter();
  // None while it is closed.
  const [limit, setLimit] = useShownRows("in_order", 0);
  const open = limit > 0;
  const last = lastOrderAt(rows);
  const imported = rows.filter(({ lanes }) => lanes.orders_in.lastSuccessAt !== null);
  const differing = imported.filter(({ effect }) => effect.countsAgree === false).length;
  const uncompared = imported.filter(({ effect }) => effect.countsAgree === null).length;
  const counts =
    differing > 0
      ? t("counts_differ", { count: differing })
      : uncompared > 0
        ? t("counts_not_compared", { count: uncompared })
        : t("counts_agree");
  return (
    <details
      open={open}
      onToggle={(event) => setLimit(event.currentTarget.open ? limit || ROWS_AT_ONCE : 0)}
      className="group/quiet overflow-hidden rounded-lg border border-line bg-surface"
    >
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-2 gap-y-1 px-4 py-3 hover:bg-hover/60 focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <StateShape tone="in_order" />
        <h2 className="font-semibold">{t("in_order")}</h2>
        <span className="text-ink-3 tabular-nums">{format.number(rows.length)}</span>
        <span className="ml-2 text-ink-2 max-sm:ml-0 max-sm:basis-full">
          {last === null ? t("no_order") : t.rich("last_order", { time: () => <Time at={last} /> })}
          {imported.length > 0 ? ` · ${counts}` : null}
        </span>
        <span className="ml-auto flex items-center gap-1 text-ink-3 text-sm">
          {open ? t("hide") : t("show")}
          <ChevronRight className="size-4 transition-transform group-open/quiet:rotate-90" aria-hidden="true" />
        </span>
      </summary>
      {open ? (
        <>
          <ul className="divide-y divide-line border-line border-t">
            {rows.slice(0, limit).map((row) => (
              <OverviewRow key={row.id} row={row} merchantId={merchantId} blockerNames={{}} readOnly={readOnly} />
            ))}
          </ul>
          {rows.length > limit ? (
            <div className="border-line border-t px-4 py-2">
              <Button size="sm" data-more="" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
                {t("more", { count: Math.min(rows.length - limit, ROWS_AT_ONCE) })}
              </Button>
            </div>
          ) : null}
        </>
      ) : null}
    </details>
  );
}
