"use client";

import { useEffect, useRef } from "react";
import { useLive, usePageStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { LiveDot } from "@/components/shell/live-dot";
import type { PageTopic } from "@/lib/infra/live/page-feed";

interface FollowProps {
  merchantId: string;
  /** The integration that the page shows; null for all. */
  integrationId?: string | null;
  topic?: PageTopic;
  /** When the server read the page, in milliseconds. */
  readAt: number;
}

/** Keeps a page that the server rendered up to date, and shows in the top line whether it is. */
export function FollowPage({ merchantId, integrationId = null, topic = "page", readAt }: FollowProps) {
  usePageStream({ merchantId, integrationId, topic, readAt });
  return (
    <>
      <LiveDot />
      <FollowPageNews />
    </>
  );
}

/** Reads the page again when the stream reports a change that only the server can show. */
export function FollowPageNews() {
  const refresh = useRefreshPage();
  const newsCount = useLive((state) => state.pageNews);
  const followed = useRef(newsCount);
  useEffect(() => {
    if (newsCount <= followed.current) return;
    followed.current = newsCount;
    refresh();
  }, [newsCount, refresh]);
  return null;
}
