"use client";

import { useTranslations } from "next-intl";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { RunProgress } from "@/lib/integrations/row";

export function RowProgress({ run }: { run: RunProgress }) {
  const t = useTranslations("sync.progress");
  const words =
    run.phase === "fetching"
      ? run.total === null
        ? t("fetching_uncounted", { fetched: run.fetched })
        : t("fetching", { fetched: run.fetched, total: run.total })
      : t(run.phase);
  return (
    <div className="flex items-center gap-2 text-sm">
      <ProgressBar label={t("label")} value={run.fetched} total={run.phase === "fetching" ? run.total : null} className="w-24 shrink-0" />
      <span className="text-working">{words}</span>
    </div>
  );
}
