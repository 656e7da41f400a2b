"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { BULK_KEPT, bulkKey, keepBulk, recallBulk } from "@/components/integrations/kept-bulk";
import { useErrorWords } from "@/components/integrations/use-error-words";
import { readBulk, refreshMany, refreshThrottled } from "@/lib/integrations/actions";
import type { BulkNews, BulkOutcome, BulkProgress, BulkRefresh } from "@/lib/integrations/bulk";
import type { ManyIntegrations } from "@/lib/integrations/bulk-schema";

const LOOK_EVERY_MS = 500;

export interface BulkState {
  /** The press is on its way. */
  pending: boolean;
  /** It was pressed on this page, and not before it was opened. */
  pressed: boolean;
  /** Why nothing was started, in words. */
  notice: string | null;
  progress: BulkProgress | null;
  /** There once every run has ended. */
  outcome: BulkOutcome | null;
  /** Refreshes these shops; without any all that are slowed down. */
  press: (many?: ManyIntegrations) => void;
  close: () => void;
}

/** Whether there is anything to show of it. */
export const isAtWork = ({ pending, progress, notice }: BulkState): boolean => pending || progress !== null || notice !== null;

/** Refresh of several shops at once: press, combined progress, and the result. The shops may be on other pages of the list. */
export function useBulkRefresh(merchantId: string): BulkState {
  const t = useTranslations("sync.bulk");
  const errorWords = useErrorWords();
  const [pending, setPending] = useState(false);
  const [pressed, setPressed] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [bulk, setBulk] = useState<BulkRefresh | null>(null);
  const [news, setNews] = useState<BulkNews | null>(null);
  useEffect(() => {
    const recall = (): void => {
      setNews(null);
      setBulk(recallBulk(merchantId));
    };
    recall();
    // The palette starts one too.
    addEventListener(BULK_KEPT, recall);
    return () => removeEventListener(BULK_KEPT, recall);
  }, [merchantId]);

  useEffect(() => {
    if (!bulk) return;
    let next: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    async function look(pressed: BulkRefresh): Promise<void> {
      const result = await readBulk(merchantId, pressed).catch(() => null);
      if (left) return;
      if (result && !result.ok) return setNotice(errorWords(result));
      if (result) setNews(result.value);
      // Without an answer the network is gone for a while.
      if (!result?.value.outcome) next = setTimeout(() => look(pressed), LOOK_EVERY_MS);
    }
    void look(bulk);
    return () => {
      left = true;
      clearTimeout(next);
    };
  }, [bulk, merchantId, errorWords]);

  const close = useCallback(() => {
    sessionStorage.removeItem(bulkKey(merchantId));
    setBulk(null);
    setNews(null);
    setNotice(null);
  }, [merchantId]);

  const press = useCallback(
    async (many?: ManyIntegrations) => {
      close();
      setPressed(true);
      setPending(true);
      try {
        const result = await (many ? refreshMany(merchantId, many) : refreshThrottled(merchantId, {}));
        if (!result.ok) return setNotice(errorWords(result));
        if (result.value.runs.length + result.value.refused.length === 0) return setNotice(t("nothing"));
        keepBulk(merchantId, result.value);
      } catch {
        setNotice(errorWords());
      } finally {
        setPending(false);
      }
    },
    [merchantId, close, errorWords, t],
  );
  const started = bulk && { shops: bulk.runs.length, ended: 0, fetched: 0, total: 0 };
  return { pending, pressed, notice, progress: news?.progress ?? started, outcome: news?.outcome ?? null, press, close };
}
