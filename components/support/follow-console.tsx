"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Changes come in bursts; the page is asked for anew at this pace at most. */
const PACE_MS = 1000;

/** Asks for the page anew when something changed that the console shows; with `merchantId` also when anything of that merchant did. */
export function FollowConsole({ merchantId }: { merchantId: string | null }) {
  const router = useRouter();
  useEffect(() => {
    // The browser opens the stream again by itself after a loss; a change may have been missed meanwhile.
    const source = new EventSource(`/api/support/events${merchantId === null ? "" : `?merchant=${merchantId}`}`);
    let waiting: ReturnType<typeof setTimeout> | undefined;
    let isOpen = false;
    const refresh = (): void => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        router.refresh();
      }, PACE_MS);
    };
    source.addEventListener("changed", refresh);
    source.addEventListener("open", () => {
      if (isOpen) refresh();
      isOpen = true;
    });
    source.addEventListener("signed_out", () => {
      source.close();
      dispatchEvent(new Event("signed-out"));
    });
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [merchantId, router]);
  return null;
}
