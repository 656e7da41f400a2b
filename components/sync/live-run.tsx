"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type ReceiptProps, RunReceipt } from "@/components/sync/run-receipt";
import { RunSteps } from "@/components/sync/run-steps";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Time } from "@/components/ui/time";
import { quarterOf, useMilestones } from "@/components/ui/use-milestones";
import { isActive } from "@/lib/sync/past-runs/run-view";

/** The newest run: progress while active, then its receipt. `receipt`: the one of a run that had ended when the server rendered the page. */
export function LiveRun({ receipt, ...ended }: ReceiptProps & { receipt: ReactNode }) {
  const { run } = ended;
  const t = useTranslations("sync");
  const active = isActive(run);
  const words =
    run.phase === "fetching"
      ? run.total === null
        ? t("progress.fetching_uncounted", { fetched: run.fetched })
        : t("progress.fetching", { fetched: run.fetched, total: run.total })
      : t(`progress.${run.phase}`);
  // Empty after the end: the next run would start with the old text.
  const announced = useMilestones(active ? words : "", active ? run.phase + quarterOf(run.fetched, run.total) : "");
  return (
    <section
      aria-label={t(active ? "live.title" : "live.title_last")}
      // As high while active as its usual receipt, so that nothing below moves when it starts or ends.
      className="grid min-h-48 content-start gap-3 rounded-lg border border-line bg-surface px-4 py-3 sm:min-h-24"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <RunSteps run={run} />
        <p className="text-ink-3 text-sm">
          {t(`trigger.${run.trigger}`)} · {run.requestedBy ? `${t("live.requested_by", { name: run.requestedBy })} · ` : null}
          <Time at={run.finishedAt ?? run.requestedAt} />
        </p>
      </div>
      {active ? (
        <div className="grid gap-1.5 pt-1">
          <ProgressBar
            label={t("progress.label")}
            value={run.fetched}
            total={run.phase === "fetching" ? run.total : run.phase === "comparing" ? run.fetched : null}
          />
          <p aria-hidden="true" className="text-working">
            {words}
          </p>
        </div>
      ) : null}
      <div role="status" className={active ? "sr-only" : undefined}>
        {active ? announced : (receipt ?? <RunReceipt {...ended} />)}
      </div>
    </section>
  );
}
