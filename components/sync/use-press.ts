"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorWords } from "@/components/integrations/use-error-words";
import type { ActionResult } from "@/lib/identity/auth/action-result";

export interface Notice {
  good: boolean;
  text: string;
}

/**
 * One press at a time on a server action: whether it is on its way, and how it ended in words. `words` gives the notice of a success, or
 * null where the page itself shows it; then what the server renders is asked for anew.
 */
export function useShopAction(): {
  pending: string | null;
  notice: Notice | null;
  press: <Value>(name: string, act: () => Promise<ActionResult<Value>>, words: (value: Value) => Notice | null) => Promise<void>;
} {
  const errorWords = useErrorWords();
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  return {
    pending,
    notice,
    async press(name, act, words) {
      setPending(name);
      setNotice(null);
      try {
        const result = await act();
        setNotice(result.ok ? words(result.value) : { good: false, text: errorWords(result) });
        if (result.ok) router.refresh();
      } catch {
        setNotice({ good: false, text: errorWords() });
      }
      setPending(null);
    },
  };
}
