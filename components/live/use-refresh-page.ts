import { useRouter } from "next/navigation";
import { useCallback, useEffect, useRef, useTransition } from "react";
import { holdsUnsavedInput } from "@/components/live/stale-build";

/**
 * Re-renders the page unless that would lose input (stale-build.ts). Merges calls during a pending refresh into one: navigation waits for
 * pending refreshes, so frequent events must not delay it.
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
