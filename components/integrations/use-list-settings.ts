import { useState } from "react";
import type { ListColumn, SavedView } from "@/lib/identity/preferences/list-settings";
import { keepListView } from "@/lib/integrations/bulk-actions";

export interface ListSettings {
  columns: readonly ListColumn[];
  views: readonly SavedView[];
}

/** List settings of the user: applied at once, saved in the background. Unsaved ones last until the page is left. */
export function useListSettings(merchantId: string, initial: ListSettings) {
  const [settings, setSettings] = useState(initial);
  const change = (next: Partial<ListSettings>) => {
    setSettings((before) => ({ ...before, ...next }));
    keepListView(merchantId, next).catch(() => {});
  };
  return { ...settings, change };
}
