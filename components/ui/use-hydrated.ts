import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False until hydration; disable controls that need scripts until then. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
