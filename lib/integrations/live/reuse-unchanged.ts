import type { IntegrationRow } from "@/lib/integrations/list/row";

const compared = new WeakMap<object, { shown: object; same: boolean }>();

/**
 * Returns `shown` if `received` differs only in its read time, so that nothing re-renders: every new event stream repeats all rows.
 * Compares each pair once.
 */
export function reuseIfUnchanged<Item extends { readAt: number }>(shown: Item, received: Item): Item {
  if (shown === received) return shown;
  const known = compared.get(received);
  if (known?.shown === shown) return known.same ? shown : received;
  const same = JSON.stringify({ ...shown, readAt: 0 }) === JSON.stringify({ ...received, readAt: 0 });
  compared.set(received, { shown, same });
  return same ? shown : received;
}

/** The page's rows, updated by the event stream and without deleted ones; `initial` itself if nothing changed. */
export function mergeRows(initial: readonly IntegrationRow[], told: ReadonlyMap<string, IntegrationRow>, gone: ReadonlySet<string>) {
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
