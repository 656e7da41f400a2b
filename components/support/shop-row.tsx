"use client";

import type { Route } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { RowProgress } from "@/components/integrations/row-progress";
import { RowEffect, RowReason } from "@/components/overview/row-effect";
import { cn } from "@/components/ui/class-names";
import { StateShape } from "@/components/ui/state-shape";
import { displayAddress } from "@/lib/connectors/shop-address";
import type { Tone } from "@/lib/health/tone";
import type { IntegrationRow } from "@/lib/integrations/row";
import { rowTone } from "@/lib/integrations/tone";

const LOUD: Partial<Record<Tone, string>> = { action_needed: "text-action-needed", recovering: "text-recovering" };

/** One shop for staff: merchant, cost, and the cause with who acts, in the merchant's words. */
export function ShopRow({
  row,
  href,
  merchantName,
  aside,
  narrow = false,
}: {
  row: IntegrationRow;
  href: Route;
  merchantName: string | null;
  aside?: ReactNode;
  /** Rendered in a narrow column: parts are stacked. */
  narrow?: boolean;
}) {
  const t = useTranslations("integrations.platform");
  const tone = rowTone(row);
  return (
    <li
      data-row={row.id}
      className={cn(
        "relative isolate grid gap-x-4 gap-y-1.5 px-4 py-2.5 focus-within:bg-hover/60 hover:bg-hover/60",
        narrow ? "" : "md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_auto]",
      )}
    >
      <div className="grid min-w-0 grid-cols-[0.875rem_minmax(0,1fr)] gap-x-2.5">
        <StateShape tone={tone} open={row.lanes.orders_in.state === "off"} className="mt-[3px]" />
        <div className="min-w-0 [overflow-wrap:anywhere]">
          <Link href={href} prefetch={false} className="row-link font-medium text-ink">
            <bdi className="line-clamp-2">{row.name}</bdi>
          </Link>
          {merchantName === null ? null : (
            <p className="text-ink-2 text-sm">
              <bdi>{merchantName}</bdi>
            </p>
          )}
          <p className="line-clamp-3 text-ink-3 text-sm [overflow-wrap:anywhere]" title={row.baseUrl}>
            {t(row.platform)} · {displayAddress(row.readableUrl ?? row.baseUrl)}
          </p>
        </div>
      </div>
      <div className="grid min-w-0 content-start gap-1 max-md:pl-6 [overflow-wrap:anywhere]">
        <p className={`font-medium ${LOUD[tone] ?? "text-ink"}`}>
          <RowEffect row={row} />
        </p>
        <div className="text-ink-2 text-sm">
          <RowReason row={row} />
        </div>
        {row.run ? <RowProgress run={row.run} /> : null}
      </div>
      {aside ? <div className="text-ink-2 text-sm max-md:pl-6 md:text-right">{aside}</div> : null}
    </li>
  );
}
