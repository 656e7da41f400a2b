import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface Item {
  value: string;
  /** Other words that find it. */
  keywords?: string[];
  icon: LucideIcon;
  /** Displayed content; defaults to the value. */
  children?: ReactNode;
  note?: string;
  onSelect: () => void;
}

function PaletteItem({ icon: Icon, children, note, ...rest }: Item) {
  return (
    <Command.Item
      {...rest}
      className="flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover"
    >
      <Icon className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children ?? rest.value}</span>
      {note ? <bdi className="ml-auto min-w-0 max-w-[45%] pl-3 text-right text-ink-3 text-sm [overflow-wrap:anywhere]">{note}</bdi> : null}
    </Command.Item>
  );
}

export function PaletteGroup({ heading, items }: { heading: string; items: readonly Item[] }) {
  if (items.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {items.map((item) => (
        <PaletteItem key={item.value} {...item} />
      ))}
    </Command.Group>
  );
}
