"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { BulkPanel } from "@/components/integrations/bulk-panel";
import { BulkRefresh } from "@/components/integrations/bulk-refresh";
import { IntegrationRow } from "@/components/integrations/integration-row";
import { ListToolbar } from "@/components/integrations/list-toolbar";
import { useBulkRefresh } from "@/components/integrations/use-bulk-refresh";
import { useListKeys } from "@/components/integrations/use-list-keys";
import { useLive, useLiveStream } from "@/components/live/use-live";
import { LiveDot } from "@/components/shell/live-dot";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { countTones, EVERYTHING, type ListQuery, printListQuery, selectRows } from "@/lib/integrations/list-view";
import type { IntegrationRow as Row } from "@/lib/integrations/row";
import { PLATFORMS } from "@/lib/shops/platforms";

const ROWS_AT_ONCE = 50;

interface ListProps {
  merchantId: string;
  initialRows: readonly Row[];
  initialQuery: ListQuery;
  /** The way to connect a shop; null for those who only look. */
  connect: ReactNode;
  readOnly: boolean;
}

/**
 * The merchant's shops. Which rows are shown and in which order is decided when the query changes, not when news come: nothing jumps under
 * the pointer.
 */
export function IntegrationsList({ merchantId, initialRows, initialQuery, connect, readOnly }: ListProps) {
  const t = useTranslations("integrations");
  const list = useRef<HTMLUListElement>(null);
  const search = useRef<HTMLInputElement>(null);
  useLiveStream(merchantId, null);
  useListKeys(list, search);

  const told = useLive((state) => state.rows);
  const gone = useLive((state) => state.gone);
  const rows = useMemo(() => {
    const known = new Map(initialRows.map((row) => [row.id, row]));
    for (const row of told.values()) if (row.readAt >= (known.get(row.id)?.readAt ?? 0)) known.set(row.id, row);
    for (const id of gone) known.delete(id);
    return [...known.values()];
  }, [initialRows, told, gone]);

  const bulk = useBulkRefresh(merchantId, rows);
  const [query, setQuery] = useState(initialQuery);
  const [order, setOrder] = useState(() => selectRows(initialRows, initialQuery).map(({ id }) => id));
  const [limit, setLimit] = useState(ROWS_AT_ONCE);
  const change = useCallback(
    (next: ListQuery) => {
      setQuery(next);
      setOrder(selectRows(rows, next).map(({ id }) => id));
      setLimit(ROWS_AT_ONCE);
      window.history.replaceState(null, "", `${window.location.pathname}${printListQuery(next)}`);
    },
    [rows],
  );

  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(initialRows.map(({ id }) => id));
  const arrived = rows.filter((row) => !known.has(row.id) && !order.includes(row.id)).map(({ id }) => id);
  const selected = [...order, ...arrived].map((id) => byId.get(id)).filter((row) => row !== undefined);
  const platforms = PLATFORMS.filter((platform) => rows.some((row) => row.platform === platform));
  const throttled = rows.filter((row) => row.lanes.orders_in.state === "throttled" && !row.run).length;

  return (
    <div className="grid gap-5">
      <LiveDot />
      <PageHeader
        className="mb-0"
        title={t("title")}
        description={t("summary", { count: rows.length })}
        actions={
          <>
            {readOnly ? null : <BulkRefresh state={bulk} count={throttled} />}
            {rows.length > 0 ? connect : null}
          </>
        }
      />
      {rows.length === 0 ? (
        <EmptyState title={t("empty.title")} action={connect}>
          {t("empty.text")}
        </EmptyState>
      ) : (
        <>
          <BulkPanel merchantId={merchantId} state={bulk} rows={rows} />
          <ListToolbar query={query} counts={countTones(rows)} platforms={platforms} onChange={change} searchRef={search} />
          {selected.length === 0 ? (
            <EmptyState
              title={t("empty.no_match")}
              action={<Button onClick={() => change({ ...EVERYTHING, sort: query.sort })}>{t("empty.reset")}</Button>}
            >
              {t("empty.no_match_text")}
            </EmptyState>
          ) : (
            <div>
              <div
                aria-hidden="true"
                className="hidden gap-x-4 px-4 pb-1.5 text-ink-3 text-sm lg:grid lg:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_7.5rem_7.5rem_8.5rem]"
              >
                <span>{t("list.shop")}</span>
                <span>{t("list.state")}</span>
                <span>{t("list.last_order")}</span>
                <span>{t("list.last_check")}</span>
              </div>
              <ul
                ref={list}
                aria-label={t("list.label")}
                className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
              >
                {selected.slice(0, limit).map((row) => (
                  <IntegrationRow key={row.id} initial={row} merchantId={merchantId} readOnly={readOnly} />
                ))}
              </ul>
              <div className="mt-3 flex flex-wrap items-center justify-between gap-3 text-ink-3 text-sm">
                <p role="status">{t("list.shown", { shown: Math.min(limit, selected.length), total: rows.length })}</p>
                {selected.length > limit ? (
                  <Button size="sm" onClick={() => setLimit(limit + ROWS_AT_ONCE)}>
                    {t("list.more", { count: Math.min(ROWS_AT_ONCE, selected.length - limit) })}
                  </Button>
                ) : null}
                <p className="hidden lg:block">{t.rich("list.shortcuts", { slash: "/", jk: "j k", r: "r", c: "c" })}</p>
              </div>
            </div>
          )}
        </>
      )}
    </div>
  );
}
