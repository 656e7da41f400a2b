import type { ReactNode } from "react";
import type { ExternalToast } from "sonner";

type Sonner = typeof import("sonner");

/** The library loads after the page: notices appear once it has loaded. */
const withSonner = (use: (sonner: Sonner) => void): void => void import("sonner").then(use, () => {});

/** Shows a notice at the edge of the page, which must render a `Toaster`. */
export const toast = {
  success: (text: ReactNode, options?: ExternalToast): void => withSonner((sonner) => sonner.toast.success(text, options)),
  error: (text: ReactNode, options?: ExternalToast): void => withSonner((sonner) => sonner.toast.error(text, options)),
  /** Removes a notice that is no longer true. */
  dismiss: (id: string): void => withSonner((sonner) => sonner.toast.dismiss(id)),
};
