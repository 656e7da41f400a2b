import { useEffect } from "react";
import * as sonner from "sonner";
import { toastWith } from "@/components/ui/toast";

export interface NoticesProps {
  label: string;
  closeLabel: string;
}

export function Notices({ label, closeLabel }: NoticesProps) {
  // The library's own effect, which subscribes, has run before this one.
  useEffect(() => toastWith(sonner), []);
  return (
    <sonner.Toaster
      position="bottom-right"
      containerAriaLabel={label}
      closeButton
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: closeLabel,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-lg border border-line-strong bg-surface p-3 pr-9 text-ink text-base shadow-overlay sm:w-[356px]",
          title: "font-medium",
          description: "text-ink-2",
          icon: "mt-0.5 shrink-0",
          success: "[&_[data-icon]]:text-healthy",
          error: "[&_[data-icon]]:text-action-needed",
          closeButton: "absolute top-2 right-2 grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink",
          actionButton: "ml-auto rounded-md border border-line-strong px-2 py-0.5 text-sm font-medium hover:bg-hover",
        },
      }}
    />
  );
}
