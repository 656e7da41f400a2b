"use client";

import { useEffect, useState } from "react";
import type { IntegrationRow } from "@/lib/integrations/row";
import { rowTone, type Tone } from "@/lib/integrations/tone";

const toneOf = (rows: readonly IntegrationRow[]): ReadonlyMap<string, Tone> => new Map(rows.map((row) => [row.id, rowTone(row)]));

/**
 * In which group each row stands. Groups follow the news, but not while the pointer or the keyboard is among the rows: nothing moves away
 * under a hand. `holders` go on the element around them.
 */
export function usePlacement(rows: readonly IntegrationRow[]) {
  const [placement, setPlacement] = useState(() => toneOf(rows));
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (!held) setPlacement(toneOf(rows));
  }, [rows, held]);

  const holders = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  };
  return { toneOfRow: (row: IntegrationRow): Tone => placement.get(row.id) ?? rowTone(row), holders };
}
