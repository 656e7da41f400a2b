import { useFormatter, useNow, useTranslations } from "next-intl";
import { StateShape } from "@/components/ui/state-shape";
import { SECOND_MS } from "@/lib/base/units";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";
import { countClaim } from "@/lib/sync/past-runs/count-claim";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** Duration of a run in seconds, at least the 0.1 that is shown; null while active. */
export function secondsOf({ startedAt, finishedAt }: Pick<RunView, "startedAt" | "finishedAt">): number | null {
  return startedAt && finishedAt ? Math.max(0.1, (Date.parse(finishedAt) - Date.parse(startedAt)) / SECOND_MS) : null;
}

export interface ReceiptProps {
  run: RunView;
  /** Start of the import and of the count check; null means all orders. */
  since: string | null;
  /** The run ended an outage. */
  inOrder: boolean;
}

export function RunReceipt({ run, since, inOrder }: ReceiptProps) {
  const t = useTranslations("sync");
  const format = useFormatter();
  const now = useNow();
  const seconds = secondsOf(run);
  const took = seconds === null ? null : t("receipt.took", { seconds });
  if (run.status === "failed") {
    return (
      <div className="grid grid-cols-[auto_1fr] gap-x-2.5">
        <StateShape tone="action_needed" className="mt-[3px]" />
        <div>
          <p className="font-medium">
            {run.failure ? t(`failure.${run.failure}`, { status: run.failureStatus ?? 0 }) : t("receipt.title_failed")}
          </p>
          <p className="text-ink-2">{[t("receipt.cursor"), took].filter((part) => part !== null).join(" · ")}</p>
        </div>
      </div>
    );
  }
  const counts = countClaim(run);
  const sinceDay = since ? format.dateTime(new Date(since), "day") : "none";
  const unreadable = counts?.unreadable || run.quarantined;
  const { missing = 0, unlisted = 0, kept = 0, gone = 0 } = counts ?? {};
  const delta = run.statusDelta ?? 0;
  const time = (text: string): string => format.dateTime(new Date(text), "shortDayHour", yearIfDifferent(format, new Date(text), now));
  const changedSince = run.countCheckFrom && !run.countCheckIsWhole ? time(run.countCheckFrom) : null;
  const parts = [
    counts === null
      ? t("receipt.not_compared")
      : changedSince
        ? run.trigger === "backfill" && run.countCheckTo
          ? t("receipt.counts_of_window", {
              shop: counts.shop,
              ours: counts.ours,
              from: changedSince,
              to: time(run.countCheckTo),
            })
          : t("receipt.counts_of_pages", { shop: counts.shop, ours: counts.ours, since: changedSince })
        : t("receipt.counts", { shop: counts.shop, ours: counts.ours, since: sinceDay }),
    t("receipt.created", { count: run.created }),
    run.updated > 0 && t("receipt.updated", { count: run.updated }),
    unreadable > 0 && t("receipt.unreadable", { count: unreadable }),
    counts && counts.dismissed > 0 && t("receipt.dismissed", { count: counts.dismissed }),
    missing > 0 && t("receipt.missing", { count: missing }),
    unlisted > 0 && t("receipt.unlisted", { count: unlisted }),
    kept > 0 && t("receipt.kept", { count: kept }),
    gone > 0 && t("receipt.more_here", { count: gone }),
    counts?.isComplete && t("receipt.no_duplicates"),
    delta !== 0 && t(delta > 0 ? "receipt.by_status_more" : "receipt.by_status_fewer", { count: Math.abs(delta) }),
  ];
  return (
    <p className="grid grid-cols-[auto_1fr] gap-x-2.5">
      <StateShape tone={counts?.isComplete && delta === 0 ? "healthy" : "recovering"} className="mt-[3px]" />
      <span>
        <span className="font-medium">{parts.filter((part) => typeof part === "string").join(", ")}</span>
        <span className="text-ink-2">
          {took ? ` · ${took}` : ""}
          {inOrder ? ` · ${t("receipt.healthy")}` : ""}
        </span>
      </span>
    </p>
  );
}
