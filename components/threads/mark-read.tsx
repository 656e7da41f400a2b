"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { markReadAction, markReadByStaff } from "@/lib/support/threads/actions";
import type { Side } from "@/lib/support/threads/thread";

/**
 * Marks the messages as read once hydrated: a prefetch does not count. Also refreshes the frame's unread count, since no stream is open
 * during navigation.
 */
export function MarkRead({ merchantId, threadId, side, until }: { merchantId: string; threadId: string; side: Side; until: string }) {
  const router = useRouter();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each later message must be marked as well
  useEffect(() => {
    const mark = side === "staff" ? markReadByStaff : markReadAction;
    void mark(merchantId, { threadId })
      .then((marked) => {
        if (marked.ok && marked.value) router.refresh();
      })
      .catch(() => {});
  }, [merchantId, threadId, side, until]);
  return null;
}
