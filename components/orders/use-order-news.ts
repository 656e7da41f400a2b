"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useLive, usePageStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { countFresh } from "@/lib/orders/count-fresh";
import type { OrderNews } from "@/lib/orders/data";
import type { OrderRow } from "@/lib/orders/order-view";

interface FollowedPage {
  merchantId: string;
  /** Query string of the page. */
  query: string;
  rows: readonly OrderRow[];
  readAt: number;
  /** Unread notifications shown by the bell. */
  unread: number;
}

type Answer = OrderNews & { unread: number };

/**
 * The rows the list started with, updated in place. Re-rendering the page for something else, such as the bell, moves nothing until `show` is
 * called. `fresh`: number of new orders.
 */
function useHeldRows(rows: readonly OrderRow[], readAt: number) {
  const [held, setHeld] = useState({ rows, readAt });
  const [asked, setAsked] = useState(false);
  if (asked && readAt !== held.readAt) {
    setHeld({ rows, readAt });
    setAsked(false);
  }
  return useMemo(() => {
    const now = new Map(rows.map((row) => [row.id, row]));
    return {
      rows: held.rows.map((row) => now.get(row.id) ?? row),
      fresh: countFresh(rows, held.rows),
      show: () => setAsked(true),
    };
  }, [held, rows]);
}

/** Updated rows in their original places, and the number of new orders. */
export function useOrderNews({ merchantId, query, rows: pageRows, readAt, unread }: FollowedPage): {
  rows: readonly OrderRow[];
  fresh: number;
  show: () => void;
} {
  const refresh = useRefreshPage();
  usePageStream({ merchantId, integrationId: null, topic: "orders", readAt });
  const { rows, fresh, show } = useHeldRows(pageRows, readAt);
  const newsCount = useLive((state) => state.pageNews);
  const since = useRef(newsCount);
  const [news, setNews] = useState<OrderNews | null>(null);
  useEffect(() => {
    if (newsCount === since.current) return;
    // A later event fetches again, so an earlier response is not awaited.
    const asking = new AbortController();
    const asked = new URLSearchParams(query);
    asked.set("merchant", merchantId);
    asked.set("shown", rows.map(({ id }) => id).join());
    fetch(`/api/orders/news?${asked}`, { signal: asking.signal })
      .then(async (answer) => {
        if (!answer.ok) return;
        const read = (await answer.json()) as Answer;
        if (asking.signal.aborted) return;
        setNews(read);
        if (read.unread !== unread) refresh();
      })
      // Nothing is lost: the stream catches up after a reconnect.
      .catch(() => {});
    return () => asking.abort();
  }, [newsCount, merchantId, query, rows, unread, refresh]);
  return useMemo(() => {
    if (!news || news.readAt < readAt) return { rows, fresh, show };
    const now = new Map(news.rows.map((row) => [row.id, row]));
    return { rows: rows.map((row) => now.get(row.id) ?? row), fresh: news.fresh, show };
  }, [news, rows, fresh, show, readAt]);
}
