import { useEffect, useRef, useState } from "react";
import type { Tone } from "@/lib/health/lane/tone";
import { byEffect } from "@/lib/integrations/list/effect";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { rowTone } from "@/lib/integrations/story";

interface Place {
  tone: Tone;
  rank: number;
}

const place = (ordered: readonly IntegrationRow[]): ReadonlyMap<string, Place> =>
  new Map(ordered.map((row, rank) => [row.id, { tone: rowTone(row), rank }]));

const isSame = (a: ReadonlyMap<string, Place>, b: ReadonlyMap<string, Place>): boolean =>
  a.size === b.size && [...a].every(([id, { tone, rank }]) => b.get(id)?.tone === tone && b.get(id)?.rank === rank);

/**
 * Groups rows by tone, initially in the server's order by effect. Rows change groups as updates arrive, except while they hold the pointer
 * or focus, so that nothing moves under the pointer. Spread `holders` on the surrounding element.
 */
export function usePlacement(rows: readonly IntegrationRow[]) {
  const [placement, setPlacement] = useState(() => place(rows));
  const [held, setHeld] = useState(false);
  const placed = useRef(rows);

  const refreshing = useRef<ReadonlySet<string>>(new Set());

  useEffect(() => {
    // The user waits for the result of a Refresh, so its row moves even under the pointer.
    const isAwaited = rows.some(({ id, run }) => run === null && refreshing.current.has(id));
    refreshing.current = new Set(rows.flatMap(({ id, run }) => (run?.trigger === "refresh" ? [id] : [])));
    if ((held && !isAwaited) || placed.current === rows) return;
    placed.current = rows;
    const next = place([...rows].sort(byEffect));
    setPlacement((before) => (isSame(before, next) ? before : next));
  }, [rows, held]);

  const holders = {
    onPointerEnter: () => setHeld(true),
    onPointerLeave: () => setHeld(false),
    onFocus: () => setHeld(true),
    onBlur: () => setHeld(false),
  };
  const rankOf = (row: IntegrationRow): number => placement.get(row.id)?.rank ?? Number.MAX_SAFE_INTEGER;
  const rowsOf = (tone: Tone): IntegrationRow[] =>
    rows.filter((row) => (placement.get(row.id)?.tone ?? rowTone(row)) === tone).sort((a, b) => rankOf(a) - rankOf(b));
  return { rowsOf, holders };
}
