"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { buttonStyle } from "@/components/ui/button-style";

interface DialogProps {
  open: boolean;
  /** Asked for by Escape, by a press beside it or on its cross. */
  onClose: () => void;
  title: ReactNode;
  /** One or two sentences that say what will happen. */
  description: ReactNode;
  children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside, makes the page behind it inert, and gives the focus back. */
export function Dialog({ open, onClose, title, description, children }: DialogProps) {
  const t = useTranslations("app");
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) ref.current?.showModal();
    else ref.current?.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className="fixed inset-x-3 top-auto bottom-3 mx-auto max-h-[85dvh] w-[calc(100%-1.5rem)] max-w-lg overflow-y-auto overscroll-contain rounded-xl border border-line bg-surface text-ink shadow-overlay backdrop:bg-black/40 open:animate-appear sm:top-[15dvh] sm:bottom-auto"
    >
      {open ? (
        <div className="relative p-5">
          <h2 id={`${id}-title`} className="pr-8 font-semibold text-lg">
            {title}
          </h2>
          <p id={`${id}-description`} className="mt-1 text-ink-2">
            {description}
          </p>
          <div className="mt-4">{children}</div>
          <button
            type="button"
            onClick={onClose}
            className={`${buttonStyle({ variant: "ghost", size: "icon-sm" })} absolute top-4 right-4`}
          >
            <X aria-hidden="true" />
            <span className="sr-only">{t("close")}</span>
          </button>
        </div>
      ) : null}
    </dialog>
  );
}
