"use client";

import { type ComponentProps, type ComponentType, type KeyboardEvent, type RefObject, useId, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { useHydrated } from "@/components/ui/use-hydrated";

/** What a menu needs to know of the button that opens it. */
export interface MenuState {
  open: boolean;
  setOpen: (open: boolean) => void;
  buttonId: string;
  buttonRef: RefObject<HTMLButtonElement | null>;
}

interface MenuButtonProps<Own extends object> extends ComponentProps<"button"> {
  /** Brings the component that draws the menu with `DropdownMenu`. */
  load: () => Promise<ComponentType<MenuState & Own>>;
  /** What that component is given besides. */
  menu: Own;
}

/**
 * A button that opens a menu. The menu's scripts come when somebody points at the button or reaches it by keyboard, not with the page;
 * where they cannot be had the button stays as it is, and the next press tries again.
 */
export function MenuButton<Own extends object>({ load, menu, className, children, ...rest }: MenuButtonProps<Own>) {
  const id = useId();
  const hydrated = useHydrated();
  const ref = useRef<HTMLButtonElement>(null);
  const [Menu, setMenu] = useState<ComponentType<MenuState & Own> | null>(null);
  const [open, setOpen] = useState(false);

  async function prepare(): Promise<void> {
    if (Menu) return;
    try {
      const loaded = await load();
      setMenu(() => loaded);
    } catch {
      setOpen(false);
    }
  }

  function show(): void {
    setOpen(true);
    prepare();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    show();
  }

  return (
    <span className="relative flex min-w-0">
      <button
        type="button"
        id={id}
        ref={ref}
        disabled={!hydrated}
        aria-haspopup="menu"
        aria-expanded={open && Menu !== null}
        className={cn("min-w-0", className)}
        onPointerEnter={prepare}
        onFocus={prepare}
        onClick={() => (open ? setOpen(false) : show())}
        onKeyDown={onKeyDown}
        {...rest}
      >
        {children}
      </button>
      {Menu ? <Menu {...menu} open={open} setOpen={setOpen} buttonId={id} buttonRef={ref} /> : null}
    </span>
  );
}
