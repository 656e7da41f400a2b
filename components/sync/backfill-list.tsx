"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRef } from "react";
import { useLiveRun } from "@/components/live/use-live";
import { NoticeButton } from "@/components/sync/notice-button";
import { useFocusKeeper } from "@/components/ui/use-focus-keeper";
import { stopBackfillAction } from "@/lib/sync/backfill/actions";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** Waiting, active and ended backfills, newest first. */
export function BackfillList({ merchantId, backfills }: { merchantId: string; backfills: readonly RunView[] }) {
  const t = useTranslations("backfill");
  if (backfills.length === 0) return null;
  return (
    <div className="grid gap-2 border-line border-t pt-3">
      <h3 className="font-medium">{t("latest")}</h3>
      <ul className="grid gap-2">
        {backfills.map((run) => (
          <BackfillLine key={run.id} merchantId={merchantId} initial={run} />
        ))}
      </ul>
    </div>
  );
}

function BackfillLine({ merchantId, initial }: { merchantId: string; initial: RunView }) {
  const t = useTranslations("backfill");
  const format = useFormatter();
  const live = useLiveRun(initial, initial.integrationId);
  const run = live?.id === initial.id ? live : initial;
  const day = (text: string | null, back = 0): string =>
    text ? format.dateTime(new Date(Date.parse(text) - back), { day: "numeric", month: "short", year: "numeric" }) : "…";
  const isOpen = run.status === "waiting" || run.status === "queued" || run.status === "running";
  const line = useRef<HTMLLIElement>(null);
  useFocusKeeper(line, isOpen);
  return (
    <li ref={line} tabIndex={-1} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 outline-none">
      <span className="min-w-0">
        <span className="font-medium">{t("window", { from: day(run.windowFrom), to: day(run.windowTo, 1) })}</span>{" "}
        <span className="text-ink-2">{t(`is.${run.status}`, { fetched: run.fetched, total: run.total ?? 0 })}</span>
        {run.status === "succeeded" && run.shopCount !== null ? (
          <span className="block text-ink-2">
            {t("proof", { shop: run.shopCount, ours: run.ourCount ?? 0, created: run.created, updated: run.updated })}
          </span>
        ) : null}
      </span>
      {isOpen ? (
        <span className="flex flex-row-reverse items-center gap-2">
          <NoticeButton size="sm" action={() => stopBackfillAction(merchantId, { runId: run.id })} done={t("stopped")}>
            {t("stop")}
          </NoticeButton>
        </span>
      ) : null}
    </li>
  );
}
