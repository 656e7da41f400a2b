import { useLocale, useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { CheckDiff } from "@/lib/check/compare-checks";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";

/** Above the causes: which ones disappeared since the previous check, or that nothing changed. New ones are marked themselves. */
export function SinceLastCheck({ diff }: { diff: CheckDiff }) {
  const t = useTranslations("checks.diff");
  const causes = useTranslations("causes");
  const locale = useLocale();
  const { previousAt, gone } = diff;
  if (previousAt === null) return null;
  if (gone.length > 0) {
    const titles = gone.map((cause) => describeCause(causes, locale, cause).title);
    return <p className="text-healthy [overflow-wrap:anywhere]">{t("gone", { causes: titles.join(" · ") })}</p>;
  }
  if (diff.causes.some((cause) => cause.isNew)) return null;
  return <p className="text-ink-3">{t.rich("unchanged", { when: () => <Time at={previousAt} form="clock" /> })}</p>;
}
