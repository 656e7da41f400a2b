import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ShopAction } from "@/components/integrations/trigger-shop-action";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import { whenReached } from "@/components/live/when-reached";

export interface ShopActionState {
  pending: ShopAction | null;
  notice: string | null;
  trigger: (action: ShopAction) => void;
  dismiss: () => void;
}

/**
 * Runs the three actions of an integration, one at a time, each with a message about its outcome. `onGone` receives the message when the
 * component has unmounted, as a row does whose shop changed its state.
 */
export function useShopActions(merchantId: string, integrationId: string, onGone?: (notice: string) => void): ShopActionState {
  const sync = useTranslations("sync");
  const own = useTranslations("integrations.list");
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState<ShopAction | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const latest = useRef<string | null>(null);
  const isGone = useRef(false);
  const handOver = useRef(onGone);
  useEffect(() => {
    handOver.current = onGone;
  }, [onGone]);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      if (latest.current) handOver.current?.(latest.current);
    };
  }, []);
  const notify = useCallback((message: string | null): void => {
    latest.current = message;
    if (!isGone.current) setNotice(message);
    else if (message) handOver.current?.(message);
  }, []);

  const dismiss = useCallback(() => notify(null), [notify]);
  const trigger = useCallback(
    async (action: ShopAction): Promise<void> => {
      setPending(action);
      notify(null);
      try {
        const { triggerShopAction } = await import("@/components/integrations/trigger-shop-action");
        await triggerShopAction(action, merchantId, integrationId, { sync, own, describeRefusal: errorMessage, notify });
      } catch {
        const unreached = errorMessage();
        notify(unreached);
        whenReached(() => {
          if (latest.current === unreached) notify(null);
        });
      } finally {
        setPending(null);
      }
    },
    [merchantId, integrationId, sync, own, errorMessage, notify],
  );
  return { pending, notice, trigger, dismiss };
}
