import { useCallback, useEffect, useState } from "react";

interface Draft {
  address: string;
  /** Null until a name is entered. */
  name: string | null;
  /** URL that the name was entered for. */
  namedAddress: string;
}
const NOTHING: Draft = { address: "", name: null, namedAddress: "" };

const keyOf = (merchantId: string): string => `mooring-connect-${merchantId}`;

function recall(merchantId: string): Draft {
  try {
    return { ...NOTHING, ...JSON.parse(sessionStorage.getItem(keyOf(merchantId)) ?? "{}") };
  } catch {
    return NOTHING;
  }
}

/** Unsaved input, kept per tab across reloads and navigation. A link may provide the URL instead. */
export function useConnectDraft(merchantId: string, given: string | null) {
  const [typed, setTyped] = useState(given === null ? NOTHING : { ...NOTHING, address: given });
  useEffect(() => {
    if (given === null) setTyped(recall(merchantId));
  }, [merchantId, given]);
  const keep = useCallback(
    (change: Partial<Draft>) =>
      setTyped((before) => {
        const next = { ...before, ...change };
        try {
          sessionStorage.setItem(keyOf(merchantId), JSON.stringify(next));
        } catch {
          // Storage is full or unavailable: keep the draft in memory.
        }
        return next;
      }),
    [merchantId],
  );
  const forget = useCallback(() => sessionStorage.removeItem(keyOf(merchantId)), [merchantId]);
  return { typed, keep, forget };
}
