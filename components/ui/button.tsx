"use client";

import type { ComponentProps } from "react";
import { type ButtonStyle, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { Ring } from "@/components/ui/ring";
import { useHydrated } from "@/components/ui/use-hydrated";

export interface ButtonProps extends ComponentProps<"button">, ButtonStyle {
  /** The action is in progress: shows a spinner and blocks a second click. The label stays, so nothing moves. */
  pending?: boolean;
}

export function Button({ variant, size, pending = false, className, type = "button", children, onClick, disabled, ...rest }: ButtonProps) {
  const early = !useHydrated() && type === "button" && onClick !== undefined;
  return (
    <button
      type={type}
      className={cn(buttonStyle({ variant, size }), className)}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      data-early={early || undefined}
      disabled={disabled || early}
      onClick={pending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {pending ? <Ring /> : null}
      {children}
    </button>
  );
}
