"use client";

import type { Route } from "next";
import type { ReactNode } from "react";
import { RowName, RowTrouble } from "@/components/overview/shop-row-parts";
import { cn } from "@/components/ui/class-names";
import type { IntegrationRow } from "@/lib/integrations/list/row";

interface ShopRowProps {
  row: IntegrationRow;
  href: Route;
  merchantName: string | null;
  aside?: ReactNode;
  /** Stacks the parts, for a narrow column. */
  narrow?: boolean;
}

/** One shop for staff: merchant, cost, cause and who acts, in the merchant's words. */
export function ShopRow({ row, href, merchantName, aside, narrow = false }: ShopRowProps) {
  return (
    <li
      data-row={row.id}
      className={cn(
        "relative isolate grid gap-x-4 gap-y-1.5 px-4 py-2.5 focus-within:bg-hover/60 hover:bg-hover/60",
        narrow ? "" : "md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_auto]",
      )}
    >
      <RowName row={row} href={href} merchantName={merchantName} />
      <RowTrouble row={row} />
      {aside ? <div className="text-ink-2 text-sm max-md:pl-6 md:text-right">{aside}</div> : null}
    </li>
  );
}
