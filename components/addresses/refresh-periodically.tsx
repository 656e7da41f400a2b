"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page anew in this interval for as long as it stands there and the tab is looked at: staff have no event stream over all merchants. */
export function RefreshPeriodically({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, router]);
  return null;
}
