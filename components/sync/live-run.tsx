import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useProgressText } from "@/components/integrations/row-progress";
import { type ReceiptProps, RunReceipt } from "@/components/sync/run-receipt";
import { cn } from "@/components/ui/class-names";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Ring } from "@/components/ui/ring";
import { Time } from "@/components/ui/time";
import { quarterOf, useMilestones } from "@/components/ui/use-milestones";
import { anyKey } from "@/lib/i18n/any-key";
import type { RunView } from "@/lib/sync/past-runs/run-view";
import { isActive } from "@/lib/sync/past-runs/run-view";

/** The newest run: progress while active, then its receipt. `receipt`: rendered by the server if the run had already ended. */
export function LiveRun({ receipt, ...ended }: ReceiptProps & { receipt: ReactNode }) {
  const { run } = ended;
  const t = useTranslations("sync");
  const active = isActive(run);
  const text = useProgressText(run);
  // Cleared at the end, or the next run would start by announcing the old text.
  const announced = useMilestones(active ? text : "", active ? run.phase + quarterOf(run.fetched, run.total) : "");
  return (
    <section
      aria-label={t(active ? "live.title" : "live.title_last")}
      // Same height while active as with a typical receipt, so that nothing below moves.
      className="grid min-h-48 content-start gap-3 rounded-lg border border-line bg-surface px-4 py-3 sm:min-h-24"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <RunSteps run={run} />
        <p className="text-ink-3 text-sm">
          {anyKey(t)(`trigger.${run.trigger}`)} · {run.requestedBy ? `${t("live.requested_by", { name: run.requestedBy })} · ` : null}
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
            {text}
          </p>
        </div>
      ) : null}
      <div role="status" className={active ? "sr-only" : undefined}>
        {active ? announced : (receipt ?? <RunReceipt {...ended} />)}
      </div>
    </section>
  );
}

const STEPS = ["preflight", "fetching", "comparing", "done"] as const satisfies readonly RunView["phase"][];

/** Steps of a run (preflight, fetching, comparing, done): finished, active, pending or failed. */
function RunSteps({ run }: { run: RunView }) {
  const nameOf = useTranslations("sync.step");
  const failed = run.status === "failed";
  // A failed run has the phase "done"; its counts show how far it got.
  const reached = failed
    ? run.shopCount !== null
      ? 2
      : run.fetched > 0 || run.total !== null
        ? 1
        : 0
    : Math.max(0, (STEPS as readonly RunView["phase"][]).indexOf(run.phase));
  const running = run.status === "running";
  return (
    <ol className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs sm:text-sm">
      {STEPS.map((step, index) => {
        const behind = run.status === "succeeded" || index < reached;
        const here = index === reached && run.status !== "succeeded";
        return (
          <li
            key={step}
            className={cn(
              "flex items-center gap-1 sm:gap-1.5",
              behind ? "text-ink" : here ? (failed ? "text-action-needed" : "text-working") : "text-ink-3",
            )}
            aria-current={here ? "step" : undefined}
          >
            {index > 0 ? <span aria-hidden="true" className="mr-0.5 h-px w-8 bg-line-strong max-sm:hidden" /> : null}
            {behind ? (
              <Check className="size-4 text-healthy" />
            ) : here && failed ? (
              <X className="size-4" />
            ) : here && running ? (
              <Ring className="mx-px size-3.5" />
            ) : (
              <span aria-hidden="true" className="mx-[3px] size-2.5 rounded-full border-[1.5px] border-line-control" />
            )}
            {nameOf(step)}
          </li>
        );
      })}
    </ol>
  );
}
