import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { RunProgress } from "@/lib/integrations/list/row";

export function useProgressText({ phase, fetched, total }: Pick<RunProgress, "phase" | "fetched" | "total">): string {
  const t = useTranslations("sync.progress");
  if (phase !== "fetching") return t(phase);
  return total === null || fetched > total ? t("fetching_uncounted", { fetched }) : t("fetching", { fetched, total });
}

export function RowProgress({ run }: { run: RunProgress }) {
  const t = useTranslations("sync.progress");
  return (
    <div className="flex items-center gap-2 text-sm">
      <ProgressBar label={t("label")} value={run.fetched} total={run.phase === "fetching" ? run.total : null} className="w-24 shrink-0" />
      <span className="text-working">{useProgressText(run)}</span>
    </div>
  );
}
