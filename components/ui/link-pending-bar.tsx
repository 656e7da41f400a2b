"use client";

import { useLinkStatus } from "next/link";

/** Inside a `Link`: a bar at the top of the window while its page is on the way. */
export function LinkPendingBar() {
  return useLinkStatus().pending && <i className="link-pending" />;
}
