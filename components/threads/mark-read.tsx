"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { markReadAction } from "@/lib/support/threads/actions";
import { markReadByStaff } from "@/lib/support/threads/staff-actions";
import type { Side } from "@/lib/support/threads/thread";

/**
 * Tells that the reader's side has the messages on the screen. A page fetched ahead counts for nothing: scripts must run. The number of new
 * answers in the frame follows by itself: while one page takes the place of another no stream is open that could tell.
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
