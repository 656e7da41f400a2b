"use client";

import { useState } from "react";

/**
 * Props of a link that is prefetched once the pointer or the focus is on it. Prefetching every link in sight would read the session, and often
 * more, for each of them: all pages are made for their reader.
 */
export function usePrefetchNear() {
  const [isNear, setNear] = useState(false);
  const approach = (): void => setNear(true);
  return { prefetch: isNear ? null : false, onPointerEnter: approach, onFocus: approach };
}
