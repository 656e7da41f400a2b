"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False until the scripts of the component run: what needs them is disabled until then. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
