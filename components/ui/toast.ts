import type { ReactNode } from "react";
import type { ExternalToast } from "sonner";

type Sonner = typeof import("sonner");

interface Notice {
  kind: "success" | "error";
  text: ReactNode;
  options: ExternalToast | undefined;
}

/** Shows notices: the Toaster of the page, once hydrated. */
interface Presenter {
  show(notice: Notice): void;
  dismiss(id: string): void;
}

let presenter: Presenter | null = null;
let waiting: Notice[] = [];
let onWanted: (() => void) | null = null;

function ask(notice: Notice): void {
  if (presenter) presenter.show(notice);
  else {
    waiting.push(notice);
    onWanted?.();
  }
}

/** Shows a notice at the edge of the page, which must render a `Toaster`. Its scripts load on the first click. */
export const toast = {
  success: (text: ReactNode, options?: ExternalToast): void => ask({ kind: "success", text, options }),
  error: (text: ReactNode, options?: ExternalToast): void => ask({ kind: "error", text, options }),
  /** Removes a notice that is no longer true. */
  dismiss: (id: string): void => presenter?.dismiss(id),
};

/** For the Toaster: subscribes to waiting notices. */
export function whenWanted(listener: () => void): () => void {
  onWanted = listener;
  if (waiting.length > 0) listener();
  return () => {
    onWanted = null;
  };
}

/** For the Toaster: its library shows notices from now on, waiting ones first. */
export function toastWith(sonner: Sonner): () => void {
  const own: Presenter = {
    show: ({ kind, text, options }) => void sonner.toast[kind](text, options),
    dismiss: (id) => void sonner.toast.dismiss(id),
  };
  presenter = own;
  for (const notice of waiting) own.show(notice);
  waiting = [];
  return () => {
    presenter = null;
  };
}

/** For the Toaster: takes the texts of waiting notices if the library could not be loaded. */
export function takeWaiting(): ReactNode[] {
  const words = waiting.map(({ text }) => text);
  waiting = [];
  return words;
}
