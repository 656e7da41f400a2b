"use client";

import { useNow } from "next-intl";
import { useSyncExternalStore } from "react";

const TICK_MS = 10_000;

let latest: Date | null = null;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  latest = new Date();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    latest = null;
  };
}

/** The current time, updated every ten seconds by one timer per page. Starts with the server's time, so that both render the same text. */
export function useTickingNow(): Date {
  const first = useNow();
  return (
    useSyncExternalStore(
      subscribe,
      () => latest,
      () => null,
    ) ?? first
  );
}
