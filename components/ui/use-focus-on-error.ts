import { type RefObject, useEffect } from "react";

/** Focuses the first invalid field after a rejected submit. Each server response is a new object, since the same field may fail twice. */
export function useFocusOnError(form: RefObject<HTMLFormElement | null>, faults: object): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [faults]);
}
