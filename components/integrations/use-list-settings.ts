"use client";

import { useState } from "react";
import type { ListColumn, SavedView } from "@/lib/identity/preferences/list-settings";
import { keepListView } from "@/lib/integrations/bulk-actions";

export interface ListSettings {
  columns: readonly ListColumn[];
  views: readonly SavedView[];
}

/** How the person sees the list: changed at once, kept behind the scenes. What could not be kept holds until the page is left. */
export function useListSettings(merchantId: string, initial: ListSettings) {
  const [settings, setSettings] = useState(initial);
  const change = (next: Partial<ListSettings>) => {
    setSettings((before) => ({ ...before, ...next }));
    keepListView(merchantId, next).catch(() => {});
  };
  return { ...settings, change };
}
