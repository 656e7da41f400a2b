"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import type { ShopAction } from "@/components/integrations/trigger-shop-action";
import { useErrorMessage } from "@/components/integrations/use-error-message";

export interface ShopActionState {
  /** The action in progress, or null. */
  pending: ShopAction | null;
  /** Outcome of the last action, shown in a live region. */
  notice: string | null;
  trigger: (action: ShopAction) => void;
}

/** Runs the three actions of an integration, one at a time, each with a message about its outcome. */
export function useShopActions(merchantId: string, integrationId: string): ShopActionState {
  const sync = useTranslations("sync");
  const own = useTranslations("integrations.list");
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState<ShopAction | null>(null);
  const [notice, setNotice] = useState<string | null>(null);

  const trigger = useCallback(
    async (action: ShopAction): Promise<void> => {
      setPending(action);
      setNotice(null);
      try {
        const { triggerShopAction } = await import("@/components/integrations/trigger-shop-action");
        await triggerShopAction(action, merchantId, integrationId, { sync, own, describeRefusal: errorMessage, notify: setNotice });
      } catch {
        setNotice(errorMessage());
      } finally {
        setPending(null);
      }
    },
    [merchantId, integrationId, sync, own, errorMessage],
  );
  return { pending, notice, trigger };
}
