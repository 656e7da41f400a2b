"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive, usePageStream } from "@/components/live/use-live";
import { whilePageStays } from "@/components/shell/follow-links";
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

/** Keeps a page that the server rendered up to date, and says in the top line whether it is. */
export function FollowPage({ merchantId, integrationId = null, topic = "page", readAt }: FollowProps) {
  usePageStream({ merchantId, integrationId, topic, readAt });
  return (
    <>
      <LiveDot />
      <FollowPageNews />
    </>
  );
}

/** Asks for the page anew when the stream tells of something that only the server can show. */
export function FollowPageNews() {
  const router = useRouter();
  const told = useLive((state) => state.pageNews);
  const followed = useRef(told);
  useEffect(() => {
    if (told <= followed.current) return;
    return whilePageStays(() => {
      followed.current = told;
      router.refresh();
    });
  }, [told, router]);
  return null;
}
