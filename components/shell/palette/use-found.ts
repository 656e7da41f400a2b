"use client";

import { useEffect, useState } from "react";
import type { Found } from "@/lib/orders/find";

const NOTHING: Found = { shops: [], orders: [] };
/** Between two letters of somebody who types. */
const PAUSE_MS = 120;

/** What the server finds for the text, a moment after the last letter; the answer to an older text is dropped. */
export function useFound(merchantId: string | null, text: string): { found: Found; searching: boolean } {
  const [answer, setAnswer] = useState<{ text: string; found: Found }>({ text: "", found: NOTHING });
  const asked = text.trim();
  useEffect(() => {
    if (merchantId === null || asked === "") return;
    const stop = new AbortController();
    const wait = setTimeout(async () => {
      try {
        const response = await fetch(`/api/find?${new URLSearchParams({ merchant: merchantId, q: asked })}`, { signal: stop.signal });
        const found = response.ok ? ((await response.json()) as Found) : NOTHING;
        setAnswer({ text: asked, found });
      } catch {
        if (!stop.signal.aborted) setAnswer({ text: asked, found: NOTHING });
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(wait);
      stop.abort();
    };
  }, [merchantId, asked]);
  if (asked === "" || merchantId === null) return { found: NOTHING, searching: false };
  // Until the next answer the last one stays, so that nothing flickers.
  return { found: answer.found, searching: answer.text !== asked };
}
