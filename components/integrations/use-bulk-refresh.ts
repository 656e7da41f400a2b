"use client";

import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useState } from "react";
import { BULK_KEPT, bulkKey, keepBulk } from "@/components/integrations/kept-bulk";
import { useErrorWords } from "@/components/integrations/use-error-words";
import type { BulkOutcome, BulkProgress, BulkRefresh } from "@/lib/integrations/bulk";
import type { IntegrationRow } from "@/lib/integrations/row";

type Work = typeof import("@/components/integrations/bulk-work");

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
  /** Refreshes these shops; without ids all that are slowed down. */
  press: (integrationIds?: readonly string[]) => void;
  close: () => void;
}

/** Whether there is anything to show of it. */
export const isAtWork = ({ pending, progress, notice }: BulkState): boolean => pending || progress !== null || notice !== null;

/** Refresh of several shops at once: press, combined progress by the rows as they change, and the result. */
export function useBulkRefresh(merchantId: string, rows: readonly IntegrationRow[]): BulkState {
  const t = useTranslations("sync.bulk");
  const errorWords = useErrorWords();
  const [pending, setPending] = useState(false);
  const [pressed, setPressed] = useState(false);
  const [notice, setNotice] = useState<string | null>(null);
  const [bulk, setBulk] = useState<BulkRefresh | null>(null);
  const [outcome, setOutcome] = useState<BulkOutcome | null>(null);
  // Comes with the first press, or when a reload fell into the middle of one.
  const [work, setWork] = useState<Work | null>(null);
  const load = useCallback(async () => {
    const loaded = await import("@/components/integrations/bulk-work");
    setWork(loaded);
    return loaded;
  }, []);
  useEffect(() => {
    const recall = (): void => {
      const kept = sessionStorage.getItem(bulkKey(merchantId));
      setOutcome(null);
      if (kept === null) return void setBulk(null);
      load().then(
        ({ recallBulk }) => setBulk(recallBulk(kept)),
        () => {},
      );
    };
    recall();
    // The palette starts one too.
    addEventListener(BULK_KEPT, recall);
    return () => removeEventListener(BULK_KEPT, recall);
  }, [merchantId, load]);

  const progress = useMemo(
    () => (bulk && work ? work.measureBulk(bulk, new Map(rows.map((row) => [row.id, row]))) : null),
    [bulk, rows, work],
  );
  const ended = progress !== null && progress.ended === progress.shops;

  useEffect(() => {
    if (!bulk || !ended || !work) return;
    let left = false;
    work
      .readBulk(merchantId, bulk)
      .then((result) => {
        if (left) return;
        if (result.ok) setOutcome(result.value);
        else setNotice(errorWords(result));
      })
      .catch(() => setNotice(errorWords()));
    return () => {
      left = true;
    };
  }, [bulk, ended, merchantId, errorWords, work]);

  const close = useCallback(() => {
    sessionStorage.removeItem(bulkKey(merchantId));
    setBulk(null);
    setOutcome(null);
    setNotice(null);
  }, [merchantId]);

  const press = useCallback(
    async (integrationIds?: readonly string[]) => {
      close();
      setPressed(true);
      setPending(true);
      try {
        const { refreshMany, refreshThrottled } = await load();
        const result = await (integrationIds ? refreshMany(merchantId, { integrationIds }) : refreshThrottled(merchantId, {}));
        if (!result.ok) return setNotice(errorWords(result));
        if (result.value.runs.length + result.value.refused.length === 0) return setNotice(t("nothing"));
        keepBulk(merchantId, result.value);
      } catch {
        setNotice(errorWords());
      } finally {
        setPending(false);
      }
    },
    [merchantId, close, errorWords, load, t],
  );
  return { pending, pressed, notice, progress, outcome, press, close };
}
