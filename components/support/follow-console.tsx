"use client";

import { useRef } from "react";
import { FollowPageNews } from "@/components/live/follow-page";
import { useStream } from "@/components/live/use-live";

interface FollowProps {
  merchantId: string | null;
  /** When the server read the page, in milliseconds. */
  readAt: number;
}

/** Re-renders the page when content of the console changed; with `merchantId` also on any change of that merchant. */
export function FollowConsole({ merchantId, readAt }: FollowProps) {
  // Re-rendering keeps the stream open, so no event is lost.
  const since = useRef(readAt);
  useStream(`/api/support/events?since=${since.current}${merchantId === null ? "" : `&merchant=${merchantId}`}`);
  return <FollowPageNews />;
}
