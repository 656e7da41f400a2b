"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { readNotifications } from "@/lib/notify/actions";

/** Marks the notifications as read once the list is shown; the bell updates. */
export function MarkRead({ merchantId, hasNew }: { merchantId: string; hasNew: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!hasNew || document.visibilityState !== "visible") return;
    let gone = false;
    const timer = setTimeout(() => {
      void readNotifications(merchantId, {}).then(({ ok }) => {
        if (ok && !gone) router.refresh();
      });
    }, 1_500);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [merchantId, hasNew, router]);
  return null;
}
