"use client";

import { useCallback, useEffect, useState } from "react";

interface Draft {
  address: string;
  name: string;
}
const NOTHING: Draft = { address: "", name: "" };

const keyOf = (merchantId: string): string => `mooring-connect-${merchantId}`;

function recall(merchantId: string): Draft {
  try {
    const { address, name } = JSON.parse(sessionStorage.getItem(keyOf(merchantId)) ?? "{}") as Partial<Record<keyof Draft, unknown>>;
    return { address: typeof address === "string" ? address : "", name: typeof name === "string" ? name : "" };
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
