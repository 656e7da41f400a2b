import { useEffect, useEffectEvent } from "react";

/** Calls `retry` at this instant while the page is open; null: not at all. */
export function useRetryAt(at: string | null, retry: () => void): void {
  const onDue = useEffectEvent(retry);
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(() => onDue(), Math.max(0, new Date(at).getTime() - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
}
