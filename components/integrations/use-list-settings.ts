"use client";

import { useState } from "react";
import type { ListColumn, SavedView } from "@/lib/identity/preferences/list-settings";

export interface ListSettings {
  columns: readonly ListColumn[];
  views: readonly SavedView[];
}

/** How the person sees the list: changed at once, kept behind the scenes. What could not be kept holds until the page is left. */
export function useListSettings(merchantId: string, initial: ListSettings) {
  const [settings, setSettings] = useState(initial);
  const change = (next: Partial<ListSettings>) => {
    setSettings((before) => ({ ...before, ...next }));
    import("@/lib/integrations/bulk-actions").then(({ keepListView }) => keepListView(merchantId, next)).catch(() => {});
  };
  return { ...settings, change };
}
