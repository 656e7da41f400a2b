import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo, useState } from "react";
import { ColumnCells } from "@/components/integrations/column-cells";
import { RowAction } from "@/components/integrations/row-action";
import { RowProgress } from "@/components/integrations/row-progress";
import { StoryLines } from "@/components/integrations/story-lines";
import { useShopActions } from "@/components/integrations/use-shop-actions";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import { useLiveRow } from "@/components/live/use-live";
import { cn } from "@/components/ui/class-names";
import { displayAddress } from "@/lib/connectors/display-address";
import type { ListColumn } from "@/lib/identity/preferences/list-settings";
import type { IntegrationRow as RowFacts } from "@/lib/integrations/list/row";

interface RowProps {
  initial: RowFacts;
  columns: readonly ListColumn[];
  selected: boolean;
  onSelect: (id: string, range: boolean) => void;
  readOnly: boolean;
}

/** One shop of the list; updates in place with a brief highlight. */
export const IntegrationRow = memo(function IntegrationRow({ initial, columns, selected, onSelect, readOnly }: RowProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("integrations");
  const row = useLiveRow(initial);
  const actions = useShopActions(merchantId, row.id);
  const standing = `${row.lanes.orders_in.state} ${row.lanes.tracking_out.state}`;
  const [firstStanding] = useState(standing);
  const [moved, setMoved] = useState(false);
  if (standing !== firstStanding && !moved) setMoved(true);
  return (
    <li
      data-row={row.id}
      className={cn(
        "relative isolate grid gap-x-4 gap-y-2 px-4 py-3 focus-within:bg-hover/60 hover:bg-hover/60 lg:grid-cols-(--list-columns)",
        selected && "bg-accent-soft/60",
      )}
    >
      <div
        className={cn(
          "grid min-w-0 grid-cols-[1rem_minmax(0,1fr)] gap-x-2.5 pr-12 sm:pr-36 lg:pr-0",
          readOnly && "lg:grid-cols-[minmax(0,1fr)]",
        )}
      >
        {readOnly ? (
          <span className="lg:hidden" />
        ) : (
          <input
            type="checkbox"
            data-select=""
            checked={selected}
            aria-label={t("bulk.select", { name: row.name })}
            onChange={(event) => onSelect(row.id, event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
            className="tick relative z-10 -mt-0.5"
          />
        )}
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
            {t(`shop_system.${row.shopSystem}`)}{" "}
            <span className="lg:block max-lg:before:content-['·_']">{displayAddress(row.readableUrl ?? row.baseUrl)}</span>
          </p>
        </div>
      </div>
      {moved ? <span key={standing} aria-hidden="true" className="pointer-events-none absolute inset-0 -z-10 animate-tint" /> : null}
      <div className="grid min-w-0 content-start gap-1 max-lg:pl-6.5">
        <StoryLines row={row} />
        {row.run ? <RowProgress run={row.run} /> : null}
        <p role="status" className="text-ink-2 text-sm empty:sr-only">
          {actions.notice}
        </p>
      </div>
      <ColumnCells row={row} columns={columns} />
      <div className="absolute top-3 right-4 z-10 lg:relative lg:top-auto lg:right-auto lg:justify-self-end">
        {readOnly ? null : (
          <>
            <RowAction row={row} merchantId={merchantId} actions={actions} isCompact />
            {/* Targets of the keyboard shortcuts. */}
            <button type="button" hidden data-refresh="" onClick={() => actions.trigger("refresh")} />
            <button type="button" hidden data-check="" onClick={() => actions.trigger("check")} />
          </>
        )}
      </div>
    </li>
  );
});
