"use client";

import { useEffect } from "react";
import { markReadAction } from "@/app/(dashboard)/m/[merchantId]/support/actions";
import { markReadByStaff } from "@/app/(support)/support/thread-actions";
import type { Side } from "@/lib/threads/thread";

/** Tells that the reader's side has the messages on the screen. A page fetched ahead counts for nothing: scripts must run. */
export function MarkRead({ merchantId, threadId, side, until }: { merchantId: string; threadId: string; side: Side; until: string }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: every later message is to be marked anew
  useEffect(() => {
    const mark = side === "staff" ? markReadByStaff : markReadAction;
    void mark(merchantId, { threadId }).catch(() => {});
  }, [merchantId, threadId, side, until]);
  return null;
}
