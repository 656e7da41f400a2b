import { useRouter } from "next/navigation";
import { useState } from "react";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import type { ActionResult } from "@/lib/identity/auth/action-result";

export interface Notice {
  good: boolean;
  text: string;
}

/**
 * Runs one server action at a time and keeps its outcome as a notice. `noticeOf` returns the notice of a success, or null where the page
 * itself shows it. A success re-renders the page.
 */
export function useActionWithNotice() {
  const errorMessage = useErrorMessage();
  const router = useRouter();
  const [pending, setPending] = useState<string | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  return {
    pending,
    notice,
    dismiss: () => setNotice(null),
    async run<Value>(name: string, act: () => Promise<ActionResult<Value>>, noticeOf: (value: Value) => Notice | null): Promise<void> {
      setPending(name);
      setNotice(null);
      try {
        const result = await act();
        setNotice(result.ok ? noticeOf(result.value) : { good: false, text: errorMessage(result) });
        if (result.ok) router.refresh();
      } catch {
        setNotice({ good: false, text: errorMessage() });
      }
      setPending(null);
    },
  };
}
