import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { useFocusKeeper } from "@/components/ui/focus-keeper";
import { useCloseOnUnmount } from "@/components/ui/use-close-on-unmount";

interface DialogProps {
  open: boolean;
  /** Called on Escape, a click on the backdrop or the close button. */
  onClose: () => void;
  /** What closing would lose, typed input or what is shown only once: it asks for confirmation. */
  holds?: "input" | "once" | undefined;
  title: ReactNode;
  /** One or two sentences about the consequences. */
  description: ReactNode;
  children: ReactNode;
}

/** The browser's modal dialog: traps the focus, makes the page inert and restores the focus. */
export function Dialog({ open, onClose, holds, title, description, children }: DialogProps) {
  const t = useTranslations("app");
  const id = useId();
  const ref = useRef<HTMLDialogElement>(null);
  const isBackdropClick = useRef(false);
  const [asks, setAsks] = useState(false);
  const leave = () => (holds ? setAsks(true) : onClose());
  useEffect(() => {
    if (open) ref.current?.showModal();
    else ref.current?.close();
    setAsks(false);
  }, [open]);
  useFocusKeeper(ref, asks);
  useCloseOnUnmount(ref);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
      onCancel={(event) => {
        if (!holds || event.target !== event.currentTarget) return;
        event.preventDefault();
        setAsks(true);
      }}
      onClose={() => {
        // Browsers close a dialog on repeated Escape even if the event is cancelled; reopen it to repeat the question.
        if (open && holds) ref.current?.showModal();
        else if (open) onClose();
      }}
      // The pointer went down and up on the backdrop: a text selection may be dragged out of a field.
      onPointerDown={(event) => {
        isBackdropClick.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (isBackdropClick.current && event.target === event.currentTarget) leave();
      }}
      className="fixed inset-x-3 top-auto bottom-3 mx-auto max-h-[85dvh] w-[calc(100%-1.5rem)] max-w-lg overflow-y-auto overscroll-contain rounded-xl border border-line bg-surface text-ink shadow-overlay backdrop:bg-scrim open:animate-appear sm:top-[15dvh] sm:bottom-auto"
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
          {asks && holds ? (
            <div className="sticky bottom-3 mt-4 flex flex-wrap items-center justify-end gap-2 rounded-md border border-line-strong bg-surface p-3 shadow-overlay">
              <p role="alert" className="mr-auto font-medium">
                {t(`lose.${holds}`)}
              </p>
              <Button autoFocus onClick={() => setAsks(false)}>
                {t("lose.stay")}
              </Button>
              <Button variant="danger" onClick={onClose}>
                {t("close")}
              </Button>
            </div>
          ) : null}
          <button type="button" onClick={leave} className={`${buttonStyle({ variant: "ghost", size: "icon-sm" })} absolute top-4 right-4`}>
            <X />
            <span className="sr-only">{t("close")}</span>
          </button>
        </div>
      ) : null}
    </dialog>
  );
}
