import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";

interface ConfirmButtonProps extends ButtonProps {
  /** False while there is nothing to lose. */
  asks?: boolean;
}

/** For irreversible actions: the first click asks, the second confirms, leaving the button cancels. */
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
