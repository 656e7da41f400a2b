"use client";

import { useLinkStatus } from "next/link";

/** Inside a `Link`: a progress bar at the top of the window while the page loads. */
export function LinkPendingBar() {
  return useLinkStatus().pending && <i className="link-pending" />;
}
