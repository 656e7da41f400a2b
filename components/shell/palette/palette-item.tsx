import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface ItemProps {
  value: string;
  keywords?: string[];
  icon: LucideIcon;
  /** What is shown, unless it is the value. */
  children?: ReactNode;
  note?: string;
  onSelect: () => void;
}

export function PaletteItem({ value, keywords, icon: Icon, children = value, note, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={value}
      {...(keywords ? { keywords } : {})}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover"
    >
      <Icon className="size-4 shrink-0 text-ink-3" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
      {note ? <bdi className="ml-auto min-w-0 max-w-[45%] pl-3 text-right text-ink-3 text-sm [overflow-wrap:anywhere]">{note}</bdi> : null}
    </Command.Item>
  );
}

/** A page within a section; found by the section's name as well. */
export function PageItem({ name, of, ...rest }: { name: string; of: string } & Pick<ItemProps, "icon" | "onSelect" | "keywords">) {
  return (
    <PaletteItem value={`${of} ${name}`} note={of} {...rest}>
      {name}
    </PaletteItem>
  );
}

export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-ink-3 [&_[cmdk-group-heading]]:text-xs"
    >
      {children}
    </Command.Group>
  );
}
