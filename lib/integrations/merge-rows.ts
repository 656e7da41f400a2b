import { reuseIfUnchanged } from "@/lib/integrations/reuse-unchanged";
import type { IntegrationRow } from "@/lib/integrations/row";

/** Rows of the page, updated by the event stream, without deleted ones; `initial` itself when nothing changed. */
export function mergeRows(
  initial: readonly IntegrationRow[],
  told: ReadonlyMap<string, IntegrationRow>,
  gone: ReadonlySet<string>,
): readonly IntegrationRow[] {
  const known = new Map(initial.map((row) => [row.id, row]));
  let isNews = false;
  for (const row of told.values()) {
    const shown = known.get(row.id);
    const kept = !shown ? row : row.readAt >= shown.readAt ? reuseIfUnchanged(shown, row) : shown;
    if (kept === shown) continue;
    known.set(row.id, kept);
    isNews = true;
  }
  for (const id of gone) isNews = known.delete(id) || isNews;
  return isNews ? [...known.values()] : initial;
}
