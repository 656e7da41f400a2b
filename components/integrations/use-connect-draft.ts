"use client";

import { useCallback, useEffect, useState } from "react";

interface Draft {
  address: string;
  /** Null until somebody types one. */
  name: string | null;
  /** The host that the name was given to. */
  host: string;
}
const NOTHING: Draft = { address: "", name: null, host: "" };

const keyOf = (merchantId: string): string => `mooring-connect-${merchantId}`;

function recall(merchantId: string): Draft {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(merchantId)) ?? "{}") as Partial<Record<keyof Draft, unknown>>;
    const text = (name: keyof Draft) => (typeof kept[name] === "string" ? kept[name] : null);
    return { address: text("address") ?? "", name: text("name"), host: text("host") ?? "" };
  } catch {
    return NOTHING;
  }
}

/** What was typed before anything is stored: kept in this tab, so that neither a reload nor a look elsewhere loses it. */
export function useConnectDraft(merchantId: string) {
  const [typed, setTyped] = useState(NOTHING);
  useEffect(() => setTyped(recall(merchantId)), [merchantId]);
  const keep = useCallback(
    (change: Partial<Draft>) =>
      setTyped((before) => {
        const next = { ...before, ...change };
        try {
          sessionStorage.setItem(keyOf(merchantId), JSON.stringify(next));
        } catch {
          // Too large, or no storage: it stays on the page.
        }
        return next;
      }),
    [merchantId],
  );
  const forget = useCallback(() => sessionStorage.removeItem(keyOf(merchantId)), [merchantId]);
  return { typed, keep, forget };
}
