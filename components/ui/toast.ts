import type { ReactNode } from "react";
import type { ExternalToast } from "sonner";

type Sonner = typeof import("sonner");
type Kind = "success" | "error" | "message";

interface Notice {
  kind: Kind;
  text: ReactNode;
  options: ExternalToast | undefined;
}

/** What tells notices: the Toaster on the page, as soon as it stands there with its scripts. */
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

/** A notice at the edge of the page, which must render a `Toaster`. The scripts for it come with the first press. */
export const toast = {
  success: (text: ReactNode, options?: ExternalToast): void => ask({ kind: "success", text, options }),
  error: (text: ReactNode, options?: ExternalToast): void => ask({ kind: "error", text, options }),
  message: (text: ReactNode, options?: ExternalToast): void => ask({ kind: "message", text, options }),
  /** Takes a notice away that is true no longer. */
  dismiss: (id: string): void => presenter?.dismiss(id),
};

/** For the Toaster alone: told when a notice waits for it. */
export function whenWanted(listener: () => void): () => void {
  onWanted = listener;
  if (waiting.length > 0) listener();
  return () => {
    onWanted = null;
  };
}

/** For the Toaster alone: from now on its library tells the notices, those that wait first. */
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

/** For the Toaster alone: the words of what waits, where its library could not be had. */
export function takeWaiting(): ReactNode[] {
  const words = waiting.map(({ text }) => text);
  waiting = [];
  return words;
}
