"use client";

import { useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { type CSSProperties, lazy, type ReactNode, useLayoutEffect, useMemo, useRef, useState } from "react";
import { BulkRefresh } from "@/components/integrations/bulk-refresh";
import { gridColumns } from "@/components/integrations/column-cells";
import { ColumnMenu } from "@/components/integrations/column-menu";
import { IntegrationRow } from "@/components/integrations/integration-row";
import { ListToolbar } from "@/components/integrations/list-toolbar";
import { isAtWork, useBulkRefresh } from "@/components/integrations/use-bulk-refresh";
import { useListKeys } from "@/components/integrations/use-list-keys";
import { type ListSettings, useListSettings } from "@/components/integrations/use-list-settings";
import { useSelection } from "@/components/integrations/use-selection";
import { FollowPageNews } from "@/components/live/follow-page";
import { useLive, useLiveStream } from "@/components/live/use-live";
import { LiveDot } from "@/components/shell/live-dot";
import { Button } from "@/components/ui/button";
import { Late } from "@/components/ui/late";
import { PageHeader } from "@/components/ui/page-header";
import { PLATFORMS } from "@/lib/connectors/platforms";
import {
  countTones,
  EVERYTHING,
  filterRows,
  type ListQuery,
  parseListQuery,
  printListQuery,
  selectRows,
} from "@/lib/integrations/list-view";
import { mergeRows } from "@/lib/integrations/merge-rows";
import { type PackedRows, unpackRows } from "@/lib/integrations/packed-rows";
import type { IntegrationRow as Row } from "@/lib/integrations/row";

// What only some see, and only after a press, comes when it is there to be seen.
const BulkPanel = lazy(() => import("@/components/integrations/bulk-panel").then((module) => ({ default: module.BulkPanel })));
const NoMatch = lazy(() => import("@/components/integrations/no-match").then((module) => ({ default: module.NoMatch })));
const SavedViews = lazy(() => import("@/components/integrations/saved-views").then((module) => ({ default: module.SavedViews })));
const SelectionBar = lazy(() => import("@/components/integrations/selection-bar").then((module) => ({ default: module.SelectionBar })));

const ROWS_AT_ONCE = 25;

interface ListProps {
  merchantId: string;
  packedRows: PackedRows;
  initialQuery: ListQuery;
  initialSettings: ListSettings;
  /** The way to connect a shop; null for those who only look. */
  connect: ReactNode;
  /** What stands there while there is no shop, drawn by the server. */
  empty: ReactNode;
  /** Explains what an integration is, drawn by the server. */
  term: ReactNode;
  readOnly: boolean;
}

const idsOf = (rows: readonly Row[]): string[] => rows.map(({ id }) => id);

/** The ids that a query shows, in their order, and among which it chose them: what comes later is chosen apart. */
const choose = (rows: readonly Row[], query: ListQuery) => ({ order: idsOf(selectRows(rows, query)), among: new Set(idsOf(rows)) });

/** Where one is in the list stands in the entry of the history: the way back leads there. `row`: the shop that was opened. */
const keepPlace = (limit: number, row?: string) => history.replaceState({ limit, row }, "");
const shownBefore = (): number => history.state?.limit ?? ROWS_AT_ONCE;

const readQuery = (address: string): ListQuery => parseListQuery((name) => new URLSearchParams(address).get(name));

/**
 * The merchant's shops. Which rows are shown and in which order is decided when the query changes, not when news come: nothing jumps under
 * the pointer.
 */
export function IntegrationsList({ merchantId, packedRows, initialQuery, initialSettings, connect, empty, term, readOnly }: ListProps) {
  const t = useTranslations("integrations");
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useLiveStream(merchantId, null);
  useListKeys(list, search);

  const told = useLive((state) => state.rows);
  const gone = useLive((state) => state.gone);
  const initialRows = useMemo(() => unpackRows(packedRows), [packedRows]);
  const rows = useMemo(() => mergeRows(initialRows, told, gone), [initialRows, told, gone]);
  const bulk = useBulkRefresh(merchantId, rows);
  const [query, setQuery] = useState(initialQuery);
  // The server put them in order.
  const [chosen, setChosen] = useState(() => ({ order: idsOf(filterRows(initialRows, initialQuery)), among: new Set(idsOf(initialRows)) }));
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const show = (next: ListQuery) => {
    setQuery(next);
    setChosen(choose(rows, next));
    setLimit(shownBefore());
  };
  const change = (next: ListQuery) => {
    history.replaceState(null, "", location.pathname + printListQuery(next));
    show(next);
  };
  const showMore = () => {
    keepPlace(limit + ROWS_AT_ONCE);
    setLimit(limit + ROWS_AT_ONCE);
  };
  // The way back, and a link to this very page, change the address bar alone: what it says is shown. What is typed here stands in it already.
  useSearchParams();
  useLayoutEffect(() => {
    const asked = readQuery(location.search);
    if (printListQuery(asked) !== printListQuery(query)) show(asked);
    // A page that is read anew writes its entry anew.
    else if (limit > shownBefore()) keepPlace(limit);
  });
  useLayoutEffect(() => {
    setLimit(shownBefore());
    // Once the browser has scrolled.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-row="${history.state?.row}"] [data-row-link]`)?.focus());
  }, []);

  const { columns, views, change: changeSettings } = useListSettings(merchantId, initialSettings);

  const byId = new Map(rows.map((row) => [row.id, row]));
  const arrived = choose(
    rows.filter(({ id }) => !chosen.among.has(id)),
    query,
  );
  const matching = [...chosen.order, ...arrived.order].flatMap((id) => byId.get(id) ?? []);
  const shown = matching.map(({ id }) => id);
  const selection = useSelection(shown);
  // What the filter hides stays selected, but nothing is done to shops that nobody sees.
  const selected = matching.filter(({ id }) => selection.ids.has(id));
  const platforms = PLATFORMS.filter((platform) => rows.some((row) => row.platform === platform));
  const throttled = rows.filter((row) => row.lanes.orders_in.state === "throttled" && !row.run).length;

  return (
    <div className="grid gap-5">
      <LiveDot />
      <FollowPageNews />
      <PageHeader
        className="mb-0"
        title={t("title")}
        description={
          <>
            {t("summary", { count: rows.length })} {term}
          </>
        }
        actions={
          <>
            {readOnly ? null : <BulkRefresh state={bulk} count={throttled} />}
            {rows.length > 0 ? connect : null}
          </>
        }
      />
      {rows.length === 0 ? (
        empty
      ) : (
        <>
          <Late when={isAtWork(bulk)}>
            <BulkPanel merchantId={merchantId} state={bulk} />
          </Late>
          <ListToolbar
            query={query}
            total={rows.length}
            counts={countTones(rows)}
            platforms={platforms}
            onChange={change}
            searchRef={search}
          >
            <ColumnMenu columns={columns} onChange={(next) => changeSettings({ columns: next })} />
          </ListToolbar>
          <Late when={views.length > 0 || printListQuery(query) !== ""}>
            <SavedViews
              views={views}
              current={printListQuery(query)}
              onOpen={(address) => change(readQuery(address))}
              onChange={(next) => changeSettings({ views: next })}
            />
          </Late>
          {matching.length === 0 ? (
            <Late when>
              <NoMatch onReset={() => change({ ...EVERYTHING, sort: query.sort })} />
            </Late>
          ) : (
            <div ref={list} style={{ "--list-columns": gridColumns(columns) } as CSSProperties}>
              <div className="flex items-center gap-2.5 px-4 pb-1.5 text-ink-3 text-sm lg:grid lg:grid-cols-(--list-columns) lg:gap-x-4">
                <span className="flex items-center gap-2.5">
                  {readOnly ? null : (
                    <input
                      // Mixed while some are selected, and not all.
                      ref={(box) => {
                        if (box) box.indeterminate = selected.length > 0 && selected.length !== shown.length;
                      }}
                      type="checkbox"
                      className="tick"
                      aria-label={t("bulk.select_all", { count: matching.length })}
                      checked={selected.length === shown.length}
                      onChange={(event) => selection.setAll(event.target.checked ? shown : [])}
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
                onClickCapture={(event) => keepPlace(limit, (event.target as Element).closest<HTMLElement>("[data-row]")?.dataset["row"])}
                className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
              >
                {matching.slice(0, limit).map((row) => (
                  <IntegrationRow
                    key={row.id}
                    initial={row}
                    merchantId={merchantId}
                    columns={columns}
                    selected={selection.ids.has(row.id)}
                    onSelect={selection.toggle}
                    readOnly={readOnly}
                  />
                ))}
              </ul>
              <div className="mt-3 flex flex-wrap items-center justify-between gap-3 text-ink-3 text-sm">
                <p role="status">{t("list.shown", { shown: matching.length, total: rows.length })}</p>
                {matching.length > limit ? (
                  <Button size="sm" data-more="" onClick={showMore}>
                    {t("list.more", { count: Math.min(ROWS_AT_ONCE, matching.length - limit) })}
                  </Button>
                ) : null}
                <p className="hidden lg:block in-data-[keys=off]:hidden">{t("list.shortcuts")}</p>
              </div>
            </div>
          )}
          {/* There before its words, which the rows' own is not once they are gone. */}
          <p role="status" className="sr-only">
            {matching.length === 0 ? t("empty.no_match") : null}
          </p>
          <Late when={!readOnly && selected.length > 0}>
            <SelectionBar
              merchantId={merchantId}
              ids={selected.map(({ id }) => id)}
              paused={selected.filter(({ lanes }) => lanes.orders_in.state === "paused").length}
              bulk={bulk}
              onClear={selection.clear}
            />
          </Late>
        </>
      )}
    </div>
  );
}
