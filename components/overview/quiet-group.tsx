"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IntegrationRow } from "@/components/integrations/integration-row";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { IntegrationRow as Row } from "@/lib/integrations/row";

const LISTED = 100;

const lastOrderAt = (rows: readonly Row[]): string | null =>
  rows
    .map((row) => row.lastOrderAt)
    .filter((at) => at !== null)
    .sort()
    .at(-1) ?? null;

/** What is in order: one quiet line, and the shops for who wants to see them. */
export function QuietGroup({ rows, merchantId, readOnly }: { rows: readonly Row[]; merchantId: string; readOnly: boolean }) {
  const t = useTranslations("overview");
  const [open, setOpen] = useState(false);
  const last = lastOrderAt(rows);
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group/quiet overflow-hidden rounded-lg border border-line bg-surface"
    >
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-2 gap-y-1 px-4 py-3 hover:bg-hover/60 focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <StateShape tone="in_order" />
        <h2 className="font-semibold">{t("in_order")}</h2>
        <span className="text-ink-3 tabular-nums">{rows.length}</span>
        <span className="ml-auto flex items-center gap-2 text-ink-2">
          <span>{last === null ? t("no_order") : t.rich("last_order", { time: () => <Time at={last} /> })}</span>
          <ChevronRight className="size-4 text-ink-3 transition-transform group-open/quiet:rotate-90" aria-hidden="true" />
        </span>
      </summary>
      {open ? (
        <ul className="divide-y divide-line border-line border-t">
          {rows.slice(0, LISTED).map((row) => (
            <IntegrationRow key={row.id} initial={row} merchantId={merchantId} readOnly={readOnly} />
          ))}
        </ul>
      ) : null}
    </details>
  );
}
