import { type RefObject, useLayoutEffect } from "react";

/** A modal dialog gives the focus back to what had it before only when it is closed; one that is taken away while open is closed first. */
export function useCloseOnUnmount(ref: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const dialog = ref.current;
    return () => dialog?.close();
  }, [ref]);
}
