"use client";

import { useRef } from "react";
import { FollowPageNews } from "@/components/live/follow-page";
import { useStream } from "@/components/live/use-live";

interface FollowProps {
  merchantId: string | null;
  /** When the server read the page, in milliseconds. */
  readAt: number;
}

/** Asks for the page anew when something changed that the console shows; with `merchantId` also when anything of that merchant did. */
export function FollowConsole({ merchantId, readAt }: FollowProps) {
  // Reading the page anew keeps the stream: what it tells meanwhile is heard.
  const since = useRef(readAt);
  useStream(`/api/support/events?since=${since.current}${merchantId === null ? "" : `&merchant=${merchantId}`}`);
  return <FollowPageNews />;
}
