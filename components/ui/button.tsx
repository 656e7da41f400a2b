"use client";

import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonStyle, buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";
import { Ring } from "@/components/ui/ring";
import { useHydrated } from "@/components/ui/use-hydrated";

export interface ButtonProps extends ComponentProps<"button">, ButtonStyle {
  /** The action is in progress: shows a spinner and blocks a second click. The label stays, so nothing moves. */
  pending?: boolean;
  /** Before the label; the spinner takes its place. */
  icon?: ReactNode;
}

export function Button({
  variant,
  size,
  pending = false,
  icon,
  className,
  type = "button",
  children,
  onClick,
  disabled,
  ...rest
}: ButtonProps) {
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
      {pending ? <Ring /> : icon}
      {children}
    </button>
  );
}

export function SubmitButton({ variant = "primary", ...rest }: ButtonProps) {
  const { pending } = useFormStatus();
  return <Button {...rest} type="submit" variant={variant} pending={pending} />;
}

interface ConfirmButtonProps extends ButtonProps {
  /** False while there is nothing to lose. */
  asks?: boolean;
}

/** For irreversible actions: the first click asks, the second confirms; leaving the button cancels. */
export function ConfirmButton({ asks = true, children, variant, onClick, ...rest }: ConfirmButtonProps) {
  const t = useTranslations("app");
  const [asked, setAsked] = useState(false);
  return (
    <Button
      {...rest}
      variant={asked ? "danger" : variant}
      onBlur={() => setAsked(false)}
      onPointerLeave={(event) => event.pointerType === "mouse" && setAsked(false)}
      onClick={(event) => {
        if (!asks) return onClick?.(event);
        // The second click of a double click does not confirm.
        setAsked(!asked || event.detail > 1);
        if (asked && event.detail < 2) onClick?.(event);
      }}
    >
      <span aria-live="polite">
        {asked ? `${t("sure")} ` : null}
        {children}
      </span>
    </Button>
  );
}
