"use client";

import { type RefObject, useEffect } from "react";

/**
 * In a form that was sent and does not fit, the focus goes to the first field that has to be mended. `faults` is what the server answered: each
 * answer an object of its own, since the same field may be wrong twice.
 */
export function useFocusOnError(form: RefObject<HTMLFormElement | null>, faults: object): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [faults]);
}
