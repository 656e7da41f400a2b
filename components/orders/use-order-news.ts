"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useLive, usePageStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { countFresh } from "@/lib/orders/count-fresh";
import type { OrderNews } from "@/lib/orders/data";
import type { OrderRow } from "@/lib/orders/order-view";

interface FollowedPage {
  merchantId: string;
  query: string;
  rows: readonly OrderRow[];
  readAt: number;
  /** Unread notifications shown by the bell. */
  unread: number;
}

type Answer = OrderNews & { unread: number };

/**
 * The rows the list started with, updated in place, and the number of new orders (`fresh`). Re-rendering the page for something else, such as
 * the bell, moves nothing until `show` is called.
 */
export function useOrderNews({ merchantId, query, rows, readAt, unread }: FollowedPage) {
  const refresh = useRefreshPage();
  usePageStream({ merchantId, integrationId: null, topic: "orders", readAt });
  const [held, setHeld] = useState({ rows, readAt });
  const [asked, setAsked] = useState(false);
  if (asked && readAt !== held.readAt) {
    setHeld({ rows, readAt });
    setAsked(false);
  }
  const newsCount = useLive((state) => state.pageNews);
  const since = useRef(newsCount);
  const [news, setNews] = useState<OrderNews | null>(null);
  useEffect(() => {
    if (newsCount === since.current) return;
    // A later event fetches again, so an earlier response is not awaited.
    const asking = new AbortController();
    const search = new URLSearchParams(query);
    search.set("merchant", merchantId);
    search.set("shown", held.rows.map(({ id }) => id).join());
    fetch(`/api/orders/news?${search}`, { signal: asking.signal })
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
  }, [newsCount, merchantId, query, held, unread, refresh]);
  return useMemo(() => {
    const newest = news && news.readAt >= readAt ? news : { rows, fresh: countFresh(rows, held.rows) };
    const now = new Map(newest.rows.map((row) => [row.id, row]));
    return { rows: held.rows.map((row) => now.get(row.id) ?? row), fresh: newest.fresh, show: () => setAsked(true) };
  }, [news, held, rows, readAt]);
}
