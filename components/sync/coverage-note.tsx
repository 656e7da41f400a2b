import { useFormatter, useTranslations } from "next-intl";
import { Term } from "@/components/shell/term";
import { DATE_AND_HOUR } from "@/lib/i18n/date-formats";
import type { Coverage } from "@/lib/sync/coverage-reads";

/** Coverage confirmed by the ledger: outer bounds, gaps, and what the shop hides from this key. */
export function CoverageNote({ coverage }: { coverage: Coverage | null }) {
  const t = useTranslations("sync.coverage");
  if (!coverage) return <p className="text-ink-2">{t("none")}</p>;
  const { historyDays } = coverage;
  return (
    <>
      <Confirmed coverage={coverage} />
      {historyDays === null ? null : <p className="text-ink-2">{t("hidden", { days: historyDays })}</p>}
    </>
  );
}

function Confirmed({ coverage }: { coverage: Coverage }) {
  const t = useTranslations("sync.coverage");
  const format = useFormatter();
  const time = (date: Date) => (date.getTime() <= 0 ? "…" : format.dateTime(date, DATE_AND_HOUR));
  const isAll = coverage.from.getTime() <= 0;
  if (coverage.gaps.length === 0) {
    const range = { from: time(coverage.from), to: time(coverage.to) };
    if (coverage.unlisted > 0)
      return <p className="text-ink-2">{t(isAll ? "listed_all" : "listed", { ...range, count: coverage.unlisted })}</p>;
    const values = { ...range, count: coverage.unreadable };
    const isComplete = coverage.unreadable === 0;
    const key = isComplete ? (isAll ? "complete_all" : "complete") : isAll ? "read_all" : "read";
    return <p className="text-ink-2">{t(key, values)}</p>;
  }
  return (
    <div className="text-recovering">
      <p className="flex items-center gap-1 font-medium">
        {t("gaps", { count: coverage.gaps.length })}
        <Term name="gap" />
      </p>
      <ul className="text-ink-2">
        {coverage.gaps.map((gap) => (
          <li key={gap.from.getTime()}>{t("gap", { from: time(gap.from), to: time(gap.to) })}</li>
        ))}
      </ul>
    </div>
  );
}
