import { useEffect, useState } from "react";
import type { Found } from "@/lib/integrations/list/find-by-text";

const NOTHING: Found = { shops: [], orders: [] };
/** Debounce while typing. */
const PAUSE_MS = 120;

interface Answer {
  text: string;
  found: Found;
  /** Error code (namespace `errors`), or null. */
  problem: { code: string } | null;
}

async function ask(merchantId: string, text: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`/api/find?${new URLSearchParams({ merchant: merchantId, q: text })}`, { signal });
    if (response.ok) return { text, found: (await response.json()) as Found, problem: null };
    const code = { 401: "signed_out", 404: "not_found" }[response.status] ?? "internal_error";
    return { text, found: NOTHING, problem: { code } };
  } catch {
    return { text, found: NOTHING, problem: { code: "offline" } };
  }
}

/** Server results for the text, debounced; responses to an older text are dropped. */
export function useSearch(merchantId: string | null, text: string): Omit<Answer, "text"> & { searching: boolean } {
  const [answer, setAnswer] = useState<Answer>({ text: "", found: NOTHING, problem: null });
  const asked = text.trim();
  useEffect(() => {
    if (merchantId === null || asked === "") return;
    const stop = new AbortController();
    const wait = setTimeout(async () => {
      const answered = await ask(merchantId, asked, stop.signal);
      if (stop.signal.aborted) return;
      setAnswer(answered);
      if (answered.problem?.code === "signed_out") dispatchEvent(new Event("signed-out"));
    }, PAUSE_MS);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [merchantId, asked]);
  if (asked === "" || merchantId === null) return { found: NOTHING, problem: null, searching: false };
  // Previous results stay until the next response, to avoid flicker.
  return { ...answer, searching: answer.text !== asked };
}
