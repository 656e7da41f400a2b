import { useState } from "react";
import type { IntegrationRow } from "@/lib/integrations/list/row";

/**
 * Keeps rows in place while the page re-renders: a row stays even if it now belongs on another page, and new rows come last. A different
 * `view` starts over.
 */
export function useStableRows(rows: readonly IntegrationRow[], view: string): readonly IntegrationRow[] {
  const [kept, setKept] = useState({ rows, view, shown: rows });
  if (kept.rows === rows && kept.view === view) return kept.shown;
  const shown = kept.view === view ? keepPlaces(kept.shown, rows) : rows;
  setKept({ rows, view, shown });
  return shown;
}

function keepPlaces(before: readonly IntegrationRow[], rows: readonly IntegrationRow[]): readonly IntegrationRow[] {
  const fresh = new Map(rows.map((row) => [row.id, row]));
  const known = new Set(before.map(({ id }) => id));
  return [...before.map((row) => fresh.get(row.id) ?? row), ...rows.filter(({ id }) => !known.has(id))];
}
