"use client";

import { FollowPageNews } from "@/components/live/follow-page";
import { useConsoleStream } from "@/components/live/use-live";

interface FollowProps {
  merchantId: string | null;
  /** When the server read the page, in milliseconds. */
  readAt: number;
}

/** Asks for the page anew when something changed that the console shows; with `merchantId` also when anything of that merchant did. */
export function FollowConsole({ merchantId, readAt }: FollowProps) {
  useConsoleStream(merchantId, readAt);
  return <FollowPageNews />;
}
