"use client";

import { useState } from "react";
import type { IntegrationRow } from "@/lib/integrations/row";

/**
 * The rows of a page that is read anew while it is looked at: each keeps its place, also when it would now stand on another page, and new ones come
 * last. `view` names what is shown; another one begins anew.
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
