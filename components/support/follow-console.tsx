"use client";

import { FollowPageNews } from "@/components/live/follow-page";
import { useStream } from "@/components/live/use-live";
import { LiveDot } from "@/components/shell/live-dot";

/** Re-renders the page when content of the console changed, with `merchantId` also on any change of that merchant, and shows the connection. */
export function FollowConsole({ merchantId, readAt }: { merchantId: string | null; readAt: number }) {
  useStream(`/api/support/events?${new URLSearchParams(merchantId === null ? {} : { merchant: merchantId })}`, readAt);
  return (
    <>
      <LiveDot />
      <FollowPageNews />
    </>
  );
}
