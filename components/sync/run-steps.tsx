"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/class-names";
import { Ring } from "@/components/ui/ring";
import type { RunView } from "@/lib/sync/past-runs/run-view";

const STEPS: readonly RunView["phase"][] = ["preflight", "fetching", "comparing", "done"];

/** Steps of a run (preflight, fetching, comparing, done): finished, active, pending, or where it failed. */
export function RunSteps({ run }: { run: RunView }) {
  const t = useTranslations("sync.step");
  const failed = run.status === "failed";
  // A failed run has the phase "done"; its counts show how far it came.
  const reached = failed
    ? run.shopCount !== null
      ? 2
      : run.fetched > 0 || run.total !== null
        ? 1
        : 0
    : Math.max(0, STEPS.indexOf(run.phase));
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
            {t(step)}
          </li>
        );
      })}
    </ol>
  );
}
