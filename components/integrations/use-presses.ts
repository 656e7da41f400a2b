"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { checkIntegration, refreshIntegration, resumeIntegration } from "@/app/(dashboard)/m/[merchantId]/integrations/actions";
import { checkMessage, refreshMessage } from "@/components/integrations/action-message";
import { useErrorWords } from "@/components/integrations/use-error-words";
import type { ActionResult } from "@/lib/auth/action-result";

export type Press = "refresh" | "check" | "resume";

export interface Presses {
  /** What is on its way, or null. */
  pending: Press | null;
  /** How the last press ended, in words; told to screen readers where it is shown. */
  notice: string | null;
  press: (press: Press) => void;
}

/** The three buttons of an integration: one press at a time, each with its answer in words. */
export function usePresses(merchantId: string, integrationId: string): Presses {
  const sync = useTranslations("sync");
  const own = useTranslations("integrations");
  const errorWords = useErrorWords();
  const [pending, setPending] = useState<Press | null>(null);
  const [notice, setNotice] = useState<string | null>(null);

  const press = useCallback(
    async (kind: Press): Promise<void> => {
      setPending(kind);
      setNotice(null);
      const told = <Value>(result: ActionResult<Value>, words: (value: Value) => string): string =>
        result.ok ? words(result.value) : errorWords(result);
      const input = { integrationId };
      try {
        if (kind === "refresh") setNotice(told(await refreshIntegration(merchantId, input), (answer) => refreshMessage(sync, answer)));
        if (kind === "check") setNotice(told(await checkIntegration(merchantId, input), (answer) => checkMessage(own, answer)));
        if (kind === "resume") setNotice(told(await resumeIntegration(merchantId, input), () => sync("refresh.resumed")));
      } catch {
        setNotice(errorWords());
      } finally {
        setPending(null);
      }
    },
    [merchantId, integrationId, sync, own, errorWords],
  );
  return { pending, notice, press };
}
