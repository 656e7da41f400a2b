"use client";

import { useEffect, useRef } from "react";
import { useLive, usePageStream, useStream } from "@/components/live/use-live";
import { useRefreshPage } from "@/components/live/use-refresh-page";
import { LiveDot } from "@/components/shell/live-dot";
import type { PageTopic } from "@/lib/infra/live/page-feed";

interface FollowProps {
  merchantId: string;
  integrationId?: string | null;
  topic?: PageTopic;
  readAt: number;
}

/** Keeps a server-rendered page up to date and shows the connection state. */
export function FollowPage({ merchantId, integrationId = null, topic = "page", readAt }: FollowProps) {
  usePageStream({ merchantId, integrationId, topic, readAt });
  return (
    <>
      <LiveDot />
      <FollowPageNews />
    </>
  );
}

/** Re-renders the page on events whose content only the server can render. */
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

interface FollowConsoleProps {
  merchantId: string | null;
  /** Whether the page shows the queue of incidents. */
  queue?: boolean;
  readAt: number;
}

/** Re-renders the page when console content or, with `merchantId`, anything of that merchant changed; shows the connection state. */
export function FollowConsole({ merchantId, queue = false, readAt }: FollowConsoleProps) {
  const shown = { ...(merchantId === null ? {} : { merchant: merchantId }), ...(queue ? { queue: "1" } : {}) };
  useStream(`/api/support/events?${new URLSearchParams(shown)}`, readAt);
  return (
    <>
      <LiveDot />
      <FollowPageNews />
    </>
  );
}
