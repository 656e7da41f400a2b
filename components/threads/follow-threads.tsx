"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive, useLiveStream } from "@/components/live/use-live";

/** Opens the merchant's stream on a page that has none of its own, and follows it. */
export function FollowThreads({ merchantId }: { merchantId: string }) {
  useLiveStream(merchantId, null);
  return <FollowPageNews />;
}

/** Asks for the page anew when the stream tells of something that only the server can show. */
export function FollowPageNews() {
  const router = useRouter();
  const told = useLive((state) => state.pageNews);
  const followed = useRef(0);
  useEffect(() => {
    if (told <= followed.current) return;
    followed.current = told;
    router.refresh();
  }, [told, router]);
  return null;
}
