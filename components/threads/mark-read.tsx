"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { markReadAction, markReadByStaff } from "@/lib/support/threads/actions";
import type { Side } from "@/lib/support/threads/thread";

/**
 * Marks the messages as read once hydrated: a prefetch does not count. It also refreshes the unread count of the frame, since no stream is open
 * during navigation.
 */
export function MarkRead({ merchantId, threadId, side, until }: { merchantId: string; threadId: string; side: Side; until: string }) {
  const router = useRouter();
  // biome-ignore lint/correctness/useExhaustiveDependencies: every later message is to be marked anew
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
