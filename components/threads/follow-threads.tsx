"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive, useLiveStream } from "@/components/live/use-live";

/** Follows the merchant's news and asks for the page anew when something is told of questions to support. */
export function FollowThreads({ merchantId }: { merchantId: string }) {
  const router = useRouter();
  useLiveStream(merchantId, null);
  const told = useLive((state) => state.threadNews);
  const followed = useRef(0);
  useEffect(() => {
    if (told <= followed.current) return;
    followed.current = told;
    router.refresh();
  }, [told, router]);
  return null;
}
