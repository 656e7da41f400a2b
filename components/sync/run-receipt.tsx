import { useFormatter, useNow, useTranslations } from "next-intl";
import { StateShape } from "@/components/ui/state-shape";
import { DAY_AND_HOUR } from "@/lib/i18n/date-formats";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";
import type { RunView } from "@/lib/sync/past-runs/run-view";

/** Duration of a run in seconds, at least the 0.1 that is shown; null while active. */
export function secondsOf({ startedAt, finishedAt }: Pick<RunView, "startedAt" | "finishedAt">): number | null {
  return startedAt && finishedAt ? Math.max(0.1, (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) : null;
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
  const { shopCount, ourCount } = run;
  const sinceDay = since ? format.dateTime(new Date(since), { day: "numeric", month: "short", year: "numeric" }) : "none";
  const differs = shopCount !== null && ourCount !== null && shopCount !== ourCount ? shopCount - ourCount : 0;
  const unlisted = Math.min(run.unlisted ?? 0, Math.max(0, differs));
  const missing = differs - unlisted;
  const delta = run.statusDelta ?? 0;
  const time = (text: string): string =>
    format.dateTime(new Date(text), { ...DAY_AND_HOUR, ...yearIfDifferent(format, new Date(text), now) });
  const changedSince = run.proofFrom && !run.proofIsWhole ? time(run.proofFrom) : null;
  const parts = [
    shopCount === null || ourCount === null
      ? t("receipt.not_compared")
      : changedSince
        ? run.trigger === "backfill" && run.proofTo
          ? t("receipt.counts_of_window", {
              shop: shopCount,
              ours: ourCount,
              from: changedSince,
              to: time(run.proofTo),
            })
          : t("receipt.counts_of_pages", { shop: shopCount, ours: ourCount, since: changedSince })
        : t("receipt.counts", { shop: shopCount, ours: ourCount, since: sinceDay }),
    t("receipt.created", { count: run.created }),
    run.updated > 0 && t("receipt.updated", { count: run.updated }),
    run.quarantined > 0 && t("receipt.unreadable", { count: run.quarantined }),
    missing > 0 && t("receipt.missing", { count: missing }),
    unlisted > 0 && t("receipt.unlisted", { count: unlisted }),
    differs < 0 && t("receipt.more_here", { count: -differs }),
    differs === 0 && shopCount !== null && t("receipt.no_duplicates"),
    delta !== 0 && t(delta > 0 ? "receipt.by_status_more" : "receipt.by_status_fewer", { count: Math.abs(delta) }),
  ];
  return (
    <p className="grid grid-cols-[auto_1fr] gap-x-2.5">
      <StateShape tone={differs === 0 && delta === 0 && shopCount !== null ? "healthy" : "recovering"} className="mt-[3px]" />
      <span>
        <span className="font-medium">{parts.filter((part) => part !== false).join(", ")}</span>
        <span className="text-ink-2">
          {took ? ` · ${took}` : ""}
          {inOrder ? ` · ${t("receipt.healthy")}` : ""}
        </span>
      </span>
    </p>
  );
}
