"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";

interface CopyProps extends ButtonProps {
  text: string;
  onCopied?: () => void;
}

/** Copies `text` and confirms it for two seconds and to screen readers. `children` name what is copied. */
export function CopyButton({ text, onCopied, children, size = "sm", variant = "ghost", ...rest }: CopyProps) {
  const t = useTranslations("app");
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size={size}
      variant={variant}
      {...rest}
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => {
            setCopied(true);
            onCopied?.();
          },
          () => setCopied(false),
        )
      }
    >
      {copied ? <Check className={variant === "primary" ? "" : "text-healthy"} /> : <Copy />}
      <span>{copied ? t("copied") : (children ?? t("copy"))}</span>
      <span className="sr-only" aria-live="polite">
        {copied ? t("copied") : ""}
      </span>
    </Button>
  );
}
