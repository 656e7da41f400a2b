import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False until hydration: controls that need scripts are disabled until then. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
