import { useEffect, useState } from "react";

const EVERY_MS = 2_000;

/** Whether the server reaches its database, as /readyz says. */
async function askServer(signal: AbortSignal): Promise<"away" | "ready" | "unknown"> {
  try {
    const answer = await fetch("/readyz", { cache: "no-store", signal });
    if (answer.ok) return "ready";
    return /^(database_unreachable|migrations_missing)/.test(await answer.text()) ? "away" : "unknown";
  } catch {
    return "unknown";
  }
}

/** Whether a page failed because the server's database is away; loads the page again once it is back. */
export function useOutage(): boolean {
  const [isAway, setIsAway] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    let timer: number | undefined;
    let wasAway = false;
    const ask = async (): Promise<void> => {
      const state = await askServer(stop.signal);
      if (stop.signal.aborted) return;
      if (state === "ready" && wasAway) return window.location.reload();
      wasAway ||= state === "away";
      setIsAway(wasAway);
      if (wasAway) timer = window.setTimeout(ask, EVERY_MS);
    };
    void ask();
    return () => {
      stop.abort();
      window.clearTimeout(timer);
    };
  }, []);
  return isAway;
}
