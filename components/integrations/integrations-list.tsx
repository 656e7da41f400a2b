"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from "react";
import { BulkRefresh } from "@/components/integrations/bulk-refresh";
import { gridColumns } from "@/components/integrations/column-cells";
import { ColumnMenu } from "@/components/integrations/column-menu";
import { IntegrationRow } from "@/components/integrations/integration-row";
import { ListToolbar } from "@/components/integrations/list-toolbar";
import { isAtWork, useBulkRefresh } from "@/components/integrations/use-bulk-refresh";
import { useListQuery } from "@/components/integrations/use-list-query";
import { useListSettings } from "@/components/integrations/use-list-settings";
import { useSelection } from "@/components/integrations/use-selection";
import { useStableRows } from "@/components/integrations/use-stable-rows";
import { FollowPageNews } from "@/components/live/follow-page";
import { useListStream, useLive } from "@/components/live/use-live";
import { LiveDot } from "@/components/shell/live-dot";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { PageHeader } from "@/components/ui/page-header";
import { SavedViews } from "@/components/ui/saved-views";
import { route } from "@/lib/base/route";
import { EVERYTHING, isFiltered, type ListQuery, printListQuery } from "@/lib/integrations/list/list-view";
import type { IntegrationRow as Row } from "@/lib/integrations/list/row";
import type { loadIntegrationsList } from "@/lib/integrations/loaders";

// Loaded when the user selects shops or starts a bulk refresh. Each has its own boundary, so that a selected row shows before this arrives.
const BulkPanel = dynamic(() => import("@/components/integrations/bulk-panel").then((file) => file.BulkPanel), { loading: () => null });
const SelectionBar = dynamic(() => import("@/components/integrations/selection-bar").then((file) => file.SelectionBar), {
  loading: () => null,
});

interface ListProps extends Omit<Awaited<ReturnType<typeof loadIntegrationsList>>, "page"> {
  merchantId: string;
  query: ListQuery;
  connect: ReactNode;
  empty: ReactNode;
  term: ReactNode;
  pager: ReactNode;
}

/** The opened shop is kept in the history entry, so that going back returns to it. */
const openedBefore = (): string | undefined => history.state?.row;
const keepOpened = (row: string | undefined) => row && history.replaceState({ row }, "");

/** The merchant's shops, paginated. Filters and sorting are in the URL; rows update in place, and nothing jumps. */
export function IntegrationsList(props: ListProps) {
  const { merchantId, total, counts, query, connect, readOnly } = props;
  const t = useTranslations("integrations");
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useListStream(merchantId, props.readAt);

  const bulk = useBulkRefresh(merchantId);
  const { asked, change, type, settle } = useListQuery(merchantId, query);
  const { columns, views, viewActions, setColumns } = useListSettings(merchantId, props.settings);
  const liveRows = useLive((state) => state.rows);
  const gone = useLive((state) => state.gone);
  const rows = useStableRows(props.rows, printListQuery(query)).filter(({ id }) => !gone.has(id));
  const shown = rows.map(({ id }) => id);
  const selection = useSelection(shown);
  const seen = useSeenRows(rows, printListQuery({ ...query, sort: EVERYTHING.sort, page: 1 }));
  // Shops hidden by a filter stay selected, but actions skip them.
  const selected = [...selection.ids].filter((id) => !gone.has(id) && (!isFiltered(query) || seen.matching.has(id)));
  const isPaused = (id: string): boolean => (liveRows.get(id) ?? seen.all.get(id))?.lanes.orders_in.state === "paused";
  // Keep the bar mounted: it shows the outcome for a selection.
  const [hasSelected, setHasSelected] = useState(false);
  if (!hasSelected && selection.ids.size > 0) setHasSelected(true);
  const shownSelected = shown.filter((id) => selection.matching || selection.ids.has(id)).length;

  useEffect(() => {
    const row = openedBefore();
    // Wait until the browser has restored the scroll position.
    if (row) requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${row}"] [data-row-link]`)?.focus());
  }, []);
  const lastPage = useRef(query.page);
  useEffect(() => {
    if (lastPage.current === query.page) return;
    lastPage.current = query.page;
    // Not while the user types a search, which also leads to the first page.
    if (document.activeElement === document.body || list.current?.contains(document.activeElement))
      list.current?.querySelector<HTMLElement>("[data-row-link]")?.focus({ preventScroll: true });
  }, [query.page]);

  return (
    <div className="grid gap-5">
      <LiveDot />
      <FollowPageNews />
      <PageHeader
        className="mb-0"
        title={t("title")}
        description={
          <>
            {t("summary", { count: counts.total })} {props.term}
          </>
        }
        actions={
          <>
            {readOnly ? null : <BulkRefresh state={bulk} count={counts.throttled} />}
            {counts.total > 0 ? connect : null}
          </>
        }
      />
      {counts.total === 0 ? (
        props.empty
      ) : (
        <>
          {isAtWork(bulk) ? <BulkPanel state={bulk} /> : null}
          <ListToolbar query={asked} counts={counts} onChange={change} onType={type} onLeave={settle} searchRef={search}>
            <ColumnMenu columns={columns} onChange={setColumns} />
          </ListToolbar>
          <FocusKeeper className="empty:hidden">
            <SavedViews
              views={views}
              path={route(`/m/${merchantId}/integrations`)}
              query={printListQuery({ ...query, page: 1 })}
              actions={viewActions}
            />
          </FocusKeeper>
          {rows.length === 0 ? (
            <NoMatch onReset={() => change({ ...EVERYTHING, sort: query.sort })} />
          ) : (
            <div ref={list} style={{ "--list-columns": gridColumns(columns) } as CSSProperties}>
              <div className="flex items-center gap-2.5 px-4 pb-1.5 text-ink-3 text-sm lg:grid lg:grid-cols-(--list-columns) lg:gap-x-4">
                <span className="flex items-center gap-2.5">
                  {readOnly ? null : (
                    <input
                      // Indeterminate while only some are selected.
                      ref={(box) => {
                        if (box) box.indeterminate = shownSelected > 0 && shownSelected !== shown.length;
                      }}
                      type="checkbox"
                      className="tick"
                      aria-label={t("bulk.select_all", { count: shown.length })}
                      checked={shownSelected === shown.length}
                      onChange={(event) => selection.setShown(event.target.checked)}
                    />
                  )}
                  <span>{t("list.shop")}</span>
                </span>
                <span className="max-lg:hidden">{t("list.state")}</span>
                {columns.map((column) => (
                  <span key={column} aria-hidden="true" className="max-lg:hidden">
                    {t(`list.column.${column}`)}
                  </span>
                ))}
              </div>
              <ul
                aria-label={t("list.label")}
                onClickCapture={(event) => keepOpened((event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"])}
                className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
              >
                {rows.map((row) => (
                  <IntegrationRow
                    key={row.id}
                    initial={row}
                    columns={columns}
                    selected={selection.matching || selection.ids.has(row.id)}
                    onSelect={selection.toggle}
                    readOnly={readOnly}
                  />
                ))}
              </ul>
              {props.pager}
            </div>
          )}
          {/* The live region must exist before its text, and those of the rows are gone with them. */}
          <p role="status" className="sr-only">
            {rows.length === 0 ? t("empty.no_match") : null}
          </p>
          {readOnly || !hasSelected ? null : (
            <SelectionBar
              many={selection.matching ? { filter: query } : { integrationIds: selected }}
              count={selection.matching ? total : selected.length}
              paused={selection.matching ? counts.tones.idle : selected.filter(isPaused).length}
              matching={total}
              bulk={bulk}
              onSelectMatching={shownSelected === shown.length ? selection.selectMatching : null}
              onClear={selection.clear}
            />
          )}
        </>
      )}
    </div>
  );
}

/** Rows of every visited page: all of them, and those matching the filter. */
function useSeenRows(rows: readonly Row[], filter: string) {
  const [pages] = useState(() => ({ all: new Map<string, Row>(), byFilter: new Map<string, Set<string>>() }));
  const matching = pages.byFilter.get(filter) ?? new Set();
  pages.byFilter.set(filter, matching);
  for (const row of rows) {
    pages.all.set(row.id, row);
    matching.add(row.id);
  }
  return { all: pages.all, matching };
}

function NoMatch({ onReset }: { onReset: () => void }) {
  const t = useTranslations("integrations.empty");
  function reset(): void {
    onReset();
    // The button disappears, so focus the active filter.
    document.querySelector<HTMLElement>("main [aria-pressed]")?.focus();
  }
  return <EmptyState title={t("no_match")} action={<Button onClick={reset}>{t("reset")}</Button>} text={t("no_match_text")} />;
}
