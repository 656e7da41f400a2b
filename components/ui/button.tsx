import type { ComponentProps } from "react";
import { type ButtonStyle, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { Ring } from "@/components/ui/ring";

export interface ButtonProps extends ComponentProps<"button">, ButtonStyle {
  /** What was pressed is on its way: a turning ring, and no second press. The words stay, so that nothing moves. */
  pending?: boolean;
}

export function Button({ variant, size, pending = false, className, type = "button", children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={cn(buttonStyle({ variant, size }), className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {pending ? <Ring /> : null}
      {children}
    </button>
  );
}
