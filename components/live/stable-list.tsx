"use client";

import { type ReactNode, useState } from "react";
import { FreshEntries } from "@/components/live/fresh-entries";
import { cn } from "@/components/ui/class-names";

export interface StableListItem {
  id: string;
  /** What of it a person would notice when it changes. */
  version: string;
  /** Whether it belongs into this list now; what left it since stays where it stood. */
  here?: boolean;
  node: ReactNode;
}

interface StableListProps {
  items: readonly StableListItem[];
  kind: "orders" | "incidents" | "notes" | "threads";
  label?: string;
  className?: string;
}

const placesOf = (items: readonly StableListItem[]) => new Map(items.map(({ id, here = true }) => [id, here]));

/** Rows of the server that change where they stand while the page is followed; new ones are announced and come when they are asked for. */
export function StableList({ items, kind, label, className }: StableListProps) {
  const [places, setPlaces] = useState(() => placesOf(items));
  const [versions] = useState(() => new Map(items.map(({ id, version }) => [id, version])));
  const fresh = items.filter(({ id, here = true }) => here && !places.has(id)).length;
  // In the order in which they stood, also when the server would put them otherwise by now.
  const byId = new Map(items.map((item) => [item.id, item]));
  const shown = [...places].flatMap(([id, here]) => (here && byId.get(id)) || []);
  return (
    <div className="min-w-0">
      <FreshEntries kind={kind} count={fresh} onShow={() => setPlaces(placesOf(items))} />
      {shown.length === 0 ? null : (
        <ul aria-label={label} className={cn("divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface", className)}>
          {shown.map(({ id, version, node }) => (
            <li key={id} data-row={id} className="relative">
              {/* A change begins the tint anew. */}
              <span
                key={version}
                aria-hidden="true"
                className={cn("pointer-events-none absolute inset-0", versions.get(id) !== version && "animate-tint")}
              />
              {node}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
