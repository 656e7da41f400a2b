"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo, useEffect, useRef } from "react";
import { RowProgress } from "@/components/integrations/row-progress";
import { useShopActions } from "@/components/integrations/use-shop-actions";
import { RowAction } from "@/components/overview/row-action";
import { type BlockerNames, RowEffect, RowReason } from "@/components/overview/row-effect";
import { StateShape } from "@/components/ui/state-shape";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { Tone } from "@/lib/health/tone";
import type { IntegrationRow } from "@/lib/integrations/row";
import { rowTone } from "@/lib/integrations/tone";

const LOUD: Partial<Record<Tone, string>> = { action_needed: "text-action-needed", recovering: "text-recovering" };

interface RowProps {
  row: IntegrationRow;
  merchantId: string;
  blockerNames: BlockerNames;
  readOnly: boolean;
  /** Takes the outcome of an action when the row leaves its group, and with it the place where it was shown. */
  onLeave: (outcome: string) => void;
}

/** One shop: name, cost, reason, who acts, and the most useful action. */
export const OverviewRow = memo(function OverviewRow({ row, merchantId, blockerNames, readOnly, onLeave }: RowProps) {
  const t = useTranslations("integrations.platform");
  const actions = useShopActions(merchantId, row.id);
  const tone = rowTone(row);
  const overview = useTranslations("overview");
  const last = useRef<string | null>(null);
  useEffect(() => {
    last.current = actions.notice && overview("outcome_of", { shop: row.name, outcome: actions.notice });
  }, [actions.notice, overview, row.name]);
  useEffect(
    () => () => {
      if (last.current) onLeave(last.current);
    },
    [onLeave],
  );
  return (
    <li
      data-row={row.id}
      className="relative isolate grid gap-x-4 gap-y-1.5 px-4 py-2.5 focus-within:bg-hover/60 hover:bg-hover/60 md:grid-cols-[minmax(0,13rem)_minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,17rem)_minmax(0,1fr)_auto]"
    >
      <div className="grid min-w-0 grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2.5">
        <StateShape tone={tone} open={row.lanes.orders_in.state === "off"} className="mt-[3px]" />
        <div className="min-w-0">
          <Link
            data-row-link=""
            href={`/m/${merchantId}/integrations/${row.id}`}
            prefetch={false}
            className="row-link font-medium text-ink"
          >
            <bdi className="line-clamp-2">{row.name}</bdi>
          </Link>
          <p className="line-clamp-3 text-ink-3 text-sm [overflow-wrap:anywhere]" title={row.baseUrl}>
            {t(row.platform)} · {displayAddress(row.readableUrl ?? row.baseUrl)}
          </p>
        </div>
      </div>
      <div className="grid min-w-0 content-start gap-0.5 max-md:pl-6 [overflow-wrap:anywhere]">
        <p className={`font-medium ${LOUD[tone] ?? "text-ink"}`}>
          <RowEffect row={row} />
        </p>
        <div className="text-ink-2 text-sm">
          <RowReason row={row} blockerNames={blockerNames} />
        </div>
        {row.run ? <RowProgress run={row.run} /> : null}
        <p role="status" className="text-ink-2 text-sm empty:sr-only">
          {actions.notice}
        </p>
      </div>
      {readOnly ? null : (
        <div className="relative z-10 justify-self-end max-md:pl-6 md:self-start">
          <RowAction row={row} merchantId={merchantId} actions={actions} />
          {/* Targets of the keyboard shortcuts. */}
          <button type="button" hidden data-refresh="" onClick={() => actions.trigger("refresh")} />
          <button type="button" hidden data-check="" onClick={() => actions.trigger("check")} />
        </div>
      )}
    </li>
  );
});
