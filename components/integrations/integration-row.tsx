"use client";

import { Play, RotateCw } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo, useState } from "react";
import { CheckCell } from "@/components/integrations/check-cell";
import { RowLanes } from "@/components/integrations/row-lanes";
import { RowProgress } from "@/components/integrations/row-progress";
import { usePresses } from "@/components/integrations/use-presses";
import { useLiveRow } from "@/components/live/use-live";
import { Button } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import { displayAddress } from "@/lib/integrations/address";
import type { IntegrationRow as Row } from "@/lib/integrations/row";

interface RowProps {
  initial: Row;
  merchantId: string;
  /** For those who only look: nothing to press. */
  readOnly?: boolean;
}

/** One shop of the list; changes in place as news come, with a short tint. */
export const IntegrationRow = memo(function IntegrationRow({ initial, merchantId, readOnly = false }: RowProps) {
  const t = useTranslations("integrations");
  const sync = useTranslations("sync");
  const row = useLiveRow(initial);
  const { pending, notice, press } = usePresses(merchantId, row.id);
  const standing = `${row.lanes.orders_in.state} ${row.lanes.tracking_out.state}`;
  const [firstStanding] = useState(standing);
  const [moved, setMoved] = useState(false);
  if (standing !== firstStanding && !moved) setMoved(true);
  const paused = row.lanes.orders_in.state === "paused";
  return (
    <li
      data-row={row.id}
      className="group relative isolate grid gap-x-4 gap-y-2.5 px-4 py-3 focus-within:bg-hover/60 hover:bg-hover/60 lg:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_7.5rem_7.5rem_8.5rem]"
    >
      <div className="min-w-0 pr-12 sm:pr-36 lg:pr-0">
        <Link
          data-row-link=""
          href={`/m/${merchantId}/integrations/${row.id}`}
          prefetch={false}
          className="font-medium text-ink [overflow-wrap:anywhere] before:absolute before:inset-0 focus-visible:outline-none before:focus-visible:rounded-md before:focus-visible:outline-2 before:focus-visible:outline-focus before:focus-visible:-outline-offset-2"
        >
          <bdi className="line-clamp-2">{row.name}</bdi>
        </Link>
        <p className="truncate text-ink-3 text-sm" title={row.baseUrl}>
          {t(`platform.${row.platform}`)} · {displayAddress(row.baseUrl)}
        </p>
      </div>
      {moved ? <span key={standing} aria-hidden="true" className="pointer-events-none absolute inset-0 -z-10 animate-tint" /> : null}
      <div className="grid min-w-0 content-start gap-1">
        <RowLanes row={row} />
        {row.run ? <RowProgress run={row.run} /> : null}
        <p role="status" className="text-ink-2 text-sm empty:hidden">
          {notice}
        </p>
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm lg:contents">
        <div className="lg:block">
          <dt className="text-ink-3 lg:sr-only">{t("list.last_order")}</dt>
          <dd>{row.lastOrderAt ? <Time at={row.lastOrderAt} /> : <span className="text-ink-3">{t("list.no_order")}</span>}</dd>
        </div>
        <div className="lg:block">
          <dt className="text-ink-3 lg:sr-only">{t("list.last_check")}</dt>
          <dd>
            <CheckCell check={row.check} />
          </dd>
        </div>
      </dl>
      <div className="absolute top-3 right-4 z-10 lg:relative lg:top-auto lg:right-auto lg:justify-self-end">
        {readOnly ? null : paused ? (
          <Button
            size="sm"
            pending={pending === "resume"}
            onClick={() => press("resume")}
            aria-label={`${sync("refresh.resume")}: ${row.name}`}
          >
            <Play aria-hidden="true" />
            <span className="max-sm:sr-only">{sync("refresh.resume")}</span>
          </Button>
        ) : (
          <Button
            size="sm"
            data-refresh=""
            pending={pending === "refresh" || row.run !== null}
            onClick={() => press("refresh")}
            aria-label={`${sync("refresh.button")}: ${row.name}`}
          >
            {pending === "refresh" || row.run ? null : <RotateCw aria-hidden="true" />}
            <span className="max-sm:sr-only">{sync("refresh.button")}</span>
          </Button>
        )}
        {readOnly ? null : <button type="button" hidden data-check="" onClick={() => press("check")} />}
      </div>
    </li>
  );
});
