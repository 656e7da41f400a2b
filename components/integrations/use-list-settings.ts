import { useState } from "react";
import { singleLine } from "@/lib/base/normalize-text";
import { keepListView } from "@/lib/identity/preferences/actions";
import { type ListColumn, MAX_VIEWS, type SavedView } from "@/lib/identity/preferences/list-settings";

export interface ListSettings {
  columns: readonly ListColumn[];
  views: readonly SavedView[];
}

/** The user's list settings: applied at once, saved in the background. Settings that fail to save last until the page is left. */
export function useListSettings(merchantId: string, initial: ListSettings) {
  const [{ columns, views }, setSettings] = useState(initial);
  const change = (next: Partial<ListSettings>) => {
    setSettings((before) => ({ ...before, ...next }));
    keepListView(merchantId, next).catch(() => {});
  };
  /** In the form that `SavedViews` calls. */
  const viewActions = {
    save: async (_state: unknown, form: FormData) => {
      const name = singleLine(String(form.get("name") ?? ""));
      if (views.length >= MAX_VIEWS) return { name, refusal: { code: "views_full" } };
      change({ views: [...views, { id: crypto.randomUUID(), name, query: String(form.get("query") ?? "") }] });
      return null;
    },
    remove: async (viewId: string) => change({ views: views.filter(({ id }) => id !== viewId) }),
  };
  return { columns, views, viewActions, setColumns: (chosen: readonly ListColumn[]) => change({ columns: chosen }) };
}
