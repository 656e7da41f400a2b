"use client";

import { useEffect, useMemo, useState } from "react";
import { useLive, usePageStream } from "@/components/live/use-live";
import type { OrderNews } from "@/lib/orders/data";
import type { OrderRow } from "@/lib/orders/order-view";

interface FollowedPage {
  merchantId: string;
  /** The query of the address bar. */
  query: string;
  rows: readonly OrderRow[];
  readAt: number;
}

/** The rows of the page as they are by now, where they stood, and how many orders came since. */
export function useOrderNews({ merchantId, query, rows, readAt }: FollowedPage): { rows: readonly OrderRow[]; fresh: number } {
  usePageStream({ merchantId, integrationId: null, topic: "orders", readAt });
  const told = useLive((state) => state.pageNews);
  const [news, setNews] = useState<OrderNews | null>(null);
  useEffect(() => {
    if (told === 0) return;
    // A later piece of news asks anew: the answer to the earlier question is not waited for.
    const asking = new AbortController();
    const asked = new URLSearchParams(query);
    asked.set("merchant", merchantId);
    asked.set("shown", rows.map(({ id }) => id).join());
    fetch(`/api/orders/news?${asked}`, { signal: asking.signal })
      .then(async (answer) => (answer.ok ? setNews((await answer.json()) as OrderNews) : null))
      // Nothing is lost: whoever loses the network is told at the next connect.
      .catch(() => {});
    return () => asking.abort();
  }, [told, merchantId, query, rows]);
  return useMemo(() => {
    if (!news || news.readAt < readAt) return { rows, fresh: 0 };
    const now = new Map(news.rows.map((row) => [row.id, row]));
    return { rows: rows.map((row) => now.get(row.id) ?? row), fresh: news.fresh };
  }, [news, rows, readAt]);
}
