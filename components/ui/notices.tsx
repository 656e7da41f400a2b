import { useTranslations } from "next-intl";
import { Toaster } from "sonner";

export function Notices() {
  const t = useTranslations("app");
  return (
    <Toaster
      position="bottom-right"
      // Above the bar of a phone's pages.
      mobileOffset={{ bottom: "calc(4.5rem + env(safe-area-inset-bottom))" }}
      containerAriaLabel={t("notices")}
      closeButton
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: t("close"),
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
