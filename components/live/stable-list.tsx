"use client";

import { ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";

export interface StableListItem {
  id: string;
  /** Changes whenever anything visible of the item changes. */
  version: string;
  /** Whether the item belongs in this list; items that left it stay in place until the list is updated. */
  here?: boolean;
  node: ReactNode;
}

interface StableListProps {
  items: readonly StableListItem[];
  kind: "orders" | "incidents" | "notes" | "threads";
  label?: string;
}

const placesOf = (items: readonly StableListItem[]) => new Map(items.map(({ id, here = true }) => [id, here]));

/** Server-rendered rows that update in place; new ones are announced and inserted on request. */
export function StableList({ items, kind, label }: StableListProps) {
  const [places, setPlaces] = useState(() => placesOf(items));
  const [versions] = useState(() => new Map(items.map(({ id, version }) => [id, version])));
  const fresh = items.filter(({ id, here = true }) => here && !places.has(id)).length;
  // Keep the original order, whatever the server's current one is.
  const byId = new Map(items.map((item) => [item.id, item]));
  const shown = [...places].flatMap(([id, here]) => (here && byId.get(id)) || []);
  return (
    <div className="min-w-0">
      <FreshEntries kind={kind} count={fresh} onShow={() => setPlaces(placesOf(items))} />
      {shown.length === 0 ? null : (
        <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
          {shown.map(({ id, version, node }) => (
            <li key={id} data-row={id} className="relative">
              {/* A change restarts the highlight. */}
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

interface FreshProps {
  kind: "orders" | "incidents" | "notes" | "threads";
  count: number;
  /** The count is a lower bound. */
  more?: boolean;
  pending?: boolean;
  onShow: () => void;
}

/** "3 new orders – show": announces new entries in a line that floats above the list, so that nothing moves. */
export function FreshEntries({ kind, count, more = false, pending = false, onShow }: FreshProps) {
  const t = useTranslations("app.live.fresh");
  return (
    <div role="status" className="pointer-events-none sticky top-14 z-10 flex h-0 justify-center">
      {count === 0 ? null : (
        <Button
          size="sm"
          variant="primary"
          pending={pending}
          className="pointer-events-auto -mt-3 animate-appear shadow-overlay"
          onClick={onShow}
        >
          <ArrowUp />
          {t(kind, { count, more: more ? "yes" : "no" })}
        </Button>
      )}
    </div>
  );
}
