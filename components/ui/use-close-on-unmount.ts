import { type RefObject, useLayoutEffect } from "react";

/** A modal dialog restores the focus only when it is closed, so it must be closed before unmounting. */
export function useCloseOnUnmount(ref: RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const dialog = ref.current;
    return () => dialog?.close();
  }, [ref]);
}
