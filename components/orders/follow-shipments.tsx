"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { useLive, useLiveStream } from "@/components/live/use-live";

/** Reads the page anew when the event stream tells of the shop: mounted while a parcel waits to be sent. */
export function FollowShipments({ merchantId, integrationId, readAt }: { merchantId: string; integrationId: string; readAt: number }) {
  const router = useRouter();
  useLiveStream(merchantId, integrationId);
  const toldAt = useLive((state) => state.rows.get(integrationId)?.readAt ?? 0);
  // Each piece of news is followed once, also when the clocks of two servers differ.
  const followed = useRef(0);
  useEffect(() => {
    if (toldAt <= readAt || toldAt === followed.current) return;
    followed.current = toldAt;
    router.refresh();
  }, [toldAt, readAt, router]);
  return null;
}
