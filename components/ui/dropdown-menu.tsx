import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { type ComponentProps, type FocusEvent, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import type { MenuState } from "@/components/ui/menu-button";

export const DropdownMenuRadioGroup = Radix.RadioGroup;

const itemStyle =
  "relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0";

type MenuProps = MenuState & Omit<ComponentProps<typeof Radix.Content>, "onCloseAutoFocus">;

/** The menu of a `MenuButton`, to which it restores the focus. Load it through the button's `load`, never with the page. */
export function DropdownMenu({ open, setOpen, buttonId, buttonRef, className, align = "start", ...rest }: MenuProps) {
  // The user clicked elsewhere: keep the focus there.
  const isBackdropClick = useRef(false);
  // The menu mounts open and does not know which key opened it; the button's focus ring indicates keyboard use.
  const openedByKey = useRef<boolean>(null);
  openedByKey.current ??= open && buttonRef.current?.matches(":focus-visible") === true;
  const beginAtFirst = (event: FocusEvent<HTMLElement>): void => {
    if (openedByKey.current) event.currentTarget.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')?.focus();
    openedByKey.current = false;
  };
  return (
    // Not modal: the page behind stays readable and scrollable, and a click outside closes the menu.
    <Radix.Root open={open} onOpenChange={setOpen} modal={false}>
      {/* Anchors the menu; the visible button already exists elsewhere. */}
      <Radix.Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={buttonId}
          onFocus={beginAtFirst}
          onInteractOutside={(event) => {
            // The button handles its own click.
            if (event.target instanceof Node && buttonRef.current?.contains(event.target)) event.preventDefault();
            else isBackdropClick.current = true;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (!isBackdropClick.current) buttonRef.current?.focus();
            isBackdropClick.current = false;
          }}
          className={cn(
            "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-80 animate-appear overflow-y-auto rounded-lg border border-line bg-surface p-1 shadow-overlay",
            className,
          )}
          {...rest}
        />
      </Radix.Portal>
    </Radix.Root>
  );
}

export function DropdownMenuItem(props: ComponentProps<typeof Radix.Item>) {
  return <Radix.Item className={itemStyle} {...props} />;
}

const Chosen = () => (
  <Radix.ItemIndicator className="absolute right-2">
    <Check />
  </Radix.ItemIndicator>
);

export function DropdownMenuRadioItem({ children, ...rest }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemStyle, "pr-8")} {...rest}>
      {children}
      <Chosen />
    </Radix.RadioItem>
  );
}

export function DropdownMenuCheckboxItem({ children, ...rest }: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(itemStyle, "pr-8")} {...rest}>
      {children}
      <Chosen />
    </Radix.CheckboxItem>
  );
}

export function DropdownMenuLabel(props: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-ink-3 text-xs" {...props} />;
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
