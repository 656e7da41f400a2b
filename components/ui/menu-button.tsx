import { type ComponentProps, type ComponentType, type KeyboardEvent, type RefObject, useId, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { useHydrated } from "@/components/ui/use-hydrated";

export interface MenuState {
  open: boolean;
  setOpen: (open: boolean) => void;
  buttonId: string;
  buttonRef: RefObject<HTMLButtonElement | null>;
}

interface MenuButtonProps<Own extends object> extends ComponentProps<"button"> {
  /** Loads the component that renders the menu with `DropdownMenu`. */
  load: () => Promise<ComponentType<MenuState & Own>>;
  menu: Own;
}

/** A button that opens a menu. The menu is loaded on hover or focus, not with the page. If loading fails, the next click retries. */
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
