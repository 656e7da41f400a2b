"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useErrorWords } from "@/components/integrations/use-error-words";

export type Press = "refresh" | "check" | "resume";

export interface ShopActions {
  /** What is on its way, or null. */
  pending: Press | null;
  /** How the last press ended, in words; told to screen readers where it is shown. */
  notice: string | null;
  press: (press: Press) => void;
}

/** The three buttons of an integration: one press at a time, each with its answer in words. */
export function useShopActions(merchantId: string, integrationId: string): ShopActions {
  const sync = useTranslations("sync");
  const own = useTranslations("integrations.list");
  const errorWords = useErrorWords();
  const [pending, setPending] = useState<Press | null>(null);
  const [notice, setNotice] = useState<string | null>(null);

  const press = useCallback(
    async (kind: Press): Promise<void> => {
      setPending(kind);
      setNotice(null);
      try {
        const { triggerShopAction } = await import("@/components/integrations/press-shop");
        await triggerShopAction(kind, merchantId, integrationId, { sync, own, refused: errorWords, tell: setNotice });
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
