"use client";

import { useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { CheckSummary } from "@/lib/integrations/row";

/** The newest check: running, or its verdict and age. */
export function CheckCell({ check }: { check: CheckSummary | null }) {
  const t = useTranslations("integrations");
  if (!check) return <span className="text-ink-3">{t("list.no_check")}</span>;
  if (check.status === "queued" || check.status === "running")
    return <span className="text-working">{t("list.checking", { count: check.probesDone })}</span>;
  return (
    <>
      {check.verdict ? <span className="block text-ink">{t(`verdict.${check.verdict}`)}</span> : null}
      <Time at={check.at} className="text-ink-3" />
    </>
  );
}
