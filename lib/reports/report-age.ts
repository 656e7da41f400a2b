import type { FailureAge } from "@/lib/checks/compare-checks";
import type { Translate } from "@/lib/diagnosis/describe-cause";
import type { ReportView } from "@/lib/reports/report-view";
import { tellUtc } from "@/lib/reports/report-words";

/** The longest of the ages; null when nothing of the report stands. */
export function oldestAge({ causes }: Pick<ReportView, "causes">): FailureAge | null {
  const ages = causes.flatMap(({ age }) => age ?? []);
  return ages.reduce<FailureAge | null>((oldest, age) => (oldest === null || age.failsSince < oldest.failsSince ? age : oldest), null);
}

/** Since when it is refused, and until when it worked as far as that was seen; null when nothing stands. */
export function tellAge(t: Translate, locale: string, view: Pick<ReportView, "causes">): string | null {
  const age = oldestAge(view);
  if (!age) return null;
  const when = tellUtc(locale, age.failsSince);
  return age.lastPassedAt === null
    ? t("page.since_at_least", { when })
    : t("page.since_worked", { when, until: tellUtc(locale, age.lastPassedAt) });
}
