import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { BULK_STORED, bulkKey, readStoredBulk, storeBulk } from "@/components/integrations/stored-bulk-refresh";
import { useErrorMessage } from "@/components/integrations/use-error-message";
import type { BulkNews, BulkOutcome, BulkProgress } from "@/lib/integrations/list/bulk";
import { readBulk, refreshMany, refreshThrottled } from "@/lib/integrations/list/bulk-actions";
import type { BulkRefresh, ManyIntegrations } from "@/lib/integrations/list/bulk-schema";

const POLL_MS = 500;
export const BULK_PANEL_ID = "bulk-panel";

export interface BulkState {
  pending: boolean;
  /** Started on this page, not restored from storage. */
  startedHere: boolean;
  /** Why nothing was started. */
  notice: string | null;
  progress: BulkProgress | null;
  /** Set once every run has ended. */
  outcome: BulkOutcome | null;
  /** Refreshes these shops; without an argument, all throttled ones. */
  start: (many?: ManyIntegrations) => void;
  close: () => void;
}

export const isAtWork = ({ pending, progress, notice }: BulkState): boolean => pending || progress !== null || notice !== null;

export function useBulkRefresh(merchantId: string): BulkState {
  const t = useTranslations("sync.bulk");
  const errorMessage = useErrorMessage();
  const [pending, setPending] = useState(false);
  const [startedHere, setStartedHere] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [bulk, setBulk] = useState<BulkRefresh | null>(null);
  const [news, setNews] = useState<BulkNews | null>(null);
  useEffect(() => {
    const recall = (): void => {
      setNews(null);
      setBulk(readStoredBulk(merchantId));
    };
    recall();
    // The command palette can start one, too.
    addEventListener(BULK_STORED, recall);
    return () => removeEventListener(BULK_STORED, recall);
  }, [merchantId]);

  useEffect(() => {
    if (!bulk) return;
    let next: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    async function poll(current: BulkRefresh): Promise<void> {
      const result = await readBulk(merchantId, current).catch(() => null);
      if (left) return;
      if (result && !result.ok) return setNotice(errorMessage(result));
      if (result) setNews(result.value);
      // No response: the network is temporarily unavailable.
      if (!result?.value.outcome) next = setTimeout(() => poll(current), POLL_MS);
    }
    void poll(bulk);
    return () => {
      left = true;
      clearTimeout(next);
    };
  }, [bulk, merchantId, errorMessage]);

  const close = useCallback(() => {
    sessionStorage.removeItem(bulkKey(merchantId));
    setBulk(null);
    setNews(null);
    setNotice(null);
  }, [merchantId]);

  const start = useCallback(
    async (many?: ManyIntegrations) => {
      close();
      setStartedHere(true);
      setPending(true);
      const result = await (many ? refreshMany(merchantId, many) : refreshThrottled(merchantId, {})).catch(() => undefined);
      setPending(false);
      if (!result?.ok) return setNotice(errorMessage(result));
      if (result.value.runs.length + result.value.refused.length === 0) return setNotice(t("nothing"));
      storeBulk(merchantId, result.value);
    },
    [merchantId, close, errorMessage, t],
  );
  const initial = bulk && { shops: bulk.runs.length, ended: 0, fetched: 0, total: 0 };
  return { pending, startedHere, notice, progress: news?.progress ?? initial, outcome: news?.outcome ?? null, start, close };
}
