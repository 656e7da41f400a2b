"use client";

import { useLinkStatus } from "next/link";

/** Inside a `Link`: a progress bar at the top of the window while the page loads, unless it loads immediately. */
export function LinkPendingBar() {
  if (!useLinkStatus().pending) return null;
  return (
    <i className="link-pending fixed inset-x-0 top-0 z-60 h-[3px] animate-[appear_120ms_100ms_backwards] overflow-hidden bg-accent-soft">
      <i className="block h-full w-[30%] animate-slide bg-accent" />
    </i>
  );
}
