"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";

/** For what cannot be taken back: the first press asks, the second does it, and leaving the button takes the question back. */
export function SureButton({ children, variant, onClick, ...rest }: ButtonProps) {
  const t = useTranslations("app");
  const [asked, setAsked] = useState(false);
  return (
    <Button
      {...rest}
      variant={asked ? "danger" : variant}
      onBlur={() => setAsked(false)}
      onPointerLeave={(event) => event.pointerType === "mouse" && setAsked(false)}
      onClick={(event) => {
        // The second half of a double click is no answer.
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
