"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { cn } from "@/components/ui/class-names";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

interface DialogContentProps {
  title: ReactNode;
  /** One or two sentences that say what will happen; null when the title says it all. */
  description: ReactNode | null;
  children?: ReactNode;
  /** The buttons; the one that does it stands last. */
  footer?: ReactNode;
  className?: string;
}

export function DialogContent({ title, description, children, footer, className }: DialogContentProps) {
  const t = useTranslations("app");
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-black/40" />
      <Radix.Content
        className={cn(
          "fixed inset-x-3 bottom-3 z-50 mx-auto max-h-[85dvh] max-w-lg animate-appear overflow-y-auto rounded-xl border border-line bg-surface p-5 shadow-overlay sm:top-[15dvh] sm:bottom-auto",
          className,
        )}
        {...(description === null ? { "aria-describedby": undefined } : {})}
      >
        <Radix.Title className="pr-8 font-semibold text-lg">{title}</Radix.Title>
        {description === null ? null : <Radix.Description className="mt-1 text-ink-2">{description}</Radix.Description>}
        {children ? <div className="mt-4">{children}</div> : null}
        {footer ? <div className="mt-5 flex flex-wrap justify-end gap-2">{footer}</div> : null}
        <Radix.Close className={cn(buttonStyle({ variant: "ghost", size: "icon-sm" }), "absolute top-4 right-4")}>
          <X aria-hidden="true" />
          <span className="sr-only">{t("close")}</span>
        </Radix.Close>
      </Radix.Content>
    </Radix.Portal>
  );
}
