"use client";

import { type ComponentProps, createContext, type KeyboardEvent, use, useId, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { useCentredInRow } from "@/components/ui/use-centred-in-row";

// The tabs pattern of the ARIA Authoring Practices with automatic activation: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/

const TabsContext = createContext<{ id: string; chosen: string; choose: (value: string) => void } | null>(null);

function useTabs() {
  const tabs = use(TabsContext);
  if (!tabs) throw new Error("Parts of tabs stand in Tabs.");
  return tabs;
}

export function Tabs({ defaultValue, ...rest }: ComponentProps<"div"> & { defaultValue: string }) {
  const id = useId();
  const [chosen, choose] = useState(defaultValue);
  return (
    <TabsContext value={{ id, chosen, choose }}>
      <div {...rest} />
    </TabsContext>
  );
}

/** Arrow keys move and wrap around, Home and End jump; focus selects. */
function onListKey(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.findIndex((tab) => tab.contains(event.currentTarget.ownerDocument.activeElement));
  const targets: Readonly<Record<string, number>> = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 };
  const target = targets[event.key];
  if (at < 0 || target === undefined) return;
  event.preventDefault();
  tabs.at(target % tabs.length)?.focus();
}

export function TabsList({ className, ...rest }: ComponentProps<"div">) {
  return <div role="tablist" onKeyDown={onListKey} className={cn("wide tab-row gap-x-4", className)} {...rest} />;
}

export function TabsTrigger({ value, ...rest }: Omit<ComponentProps<"button">, "value"> & { value: string }) {
  const { id, chosen, choose } = useTabs();
  const ref = useCentredInRow<HTMLButtonElement>(value === chosen);
  return (
    <button
      ref={ref}
      type="button"
      role="tab"
      id={`${id}-tab-${value}`}
      aria-controls={`${id}-panel-${value}`}
      aria-selected={value === chosen}
      tabIndex={value === chosen ? 0 : -1}
      onClick={() => choose(value)}
      onFocus={() => choose(value)}
      className={cn(
        "border-b-2 px-0.5 py-2 font-medium focus-visible:outline-offset-[-2px]",
        value === chosen ? "border-accent text-ink" : "border-transparent text-ink-2 hover:text-ink",
      )}
      {...rest}
    />
  );
}

export function TabsContent({ value, children, ...rest }: ComponentProps<"div"> & { value: string }) {
  const { id, chosen } = useTabs();
  return (
    <div
      role="tabpanel"
      id={`${id}-panel-${value}`}
      aria-labelledby={`${id}-tab-${value}`}
      hidden={value !== chosen}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel without focusable content must be reachable, too
      tabIndex={0}
      className="pt-4"
      {...rest}
    >
      {value === chosen ? children : null}
    </div>
  );
}
