"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useTransition } from "react";
import { holdsUnsavedInput } from "@/components/live/stale-build";

/**
 * Reads the page again, unless that would lose what was typed on it (stale-build.ts). While the page is on its way all further calls make one: a
 * page that is navigated to waits for what was asked for before, and news that come faster than answers must not hold it back.
 */
export function useRefreshPage(): () => void {
  const router = useRouter();
  const [pending, start] = useTransition();
  const reading = useRef(false);
  const askedAgain = useRef(false);
  const refresh = useCallback(() => {
    if (holdsUnsavedInput()) return;
    askedAgain.current = reading.current;
    if (reading.current) return;
    reading.current = true;
    start(() => router.refresh());
  }, [router]);
  useEffect(() => {
    if (pending) return;
    reading.current = false;
    if (askedAgain.current) refresh();
  }, [pending, refresh]);
  return refresh;
}
