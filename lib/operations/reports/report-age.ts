import type { FailureAge } from "@/lib/check/compare-checks";
import type { Translate } from "@/lib/check/diagnosis/describe-cause";
import type { ReportView } from "@/lib/operations/reports/report-view";
import { formatUtc } from "@/lib/operations/reports/report-words";

/** The longest of the ages; null when no cause is open. */
function oldestAge({ causes }: Pick<ReportView, "causes">): FailureAge | null {
  const ages = causes.flatMap(({ age }) => age ?? []);
  return ages.reduce<FailureAge | null>((oldest, age) => (oldest === null || age.failsSince < oldest.failsSince ? age : oldest), null);
}

/** Since when requests are blocked and, if known, when they last passed; null when no cause is open. */
export function describeAge(t: Translate, locale: string, view: Pick<ReportView, "causes">): string | null {
  const age = oldestAge(view);
  if (!age) return null;
  const when = formatUtc(locale, age.failsSince);
  return age.lastPassedAt === null
    ? t("page.since_at_least", { when })
    : t("page.since_worked", { when, until: formatUtc(locale, age.lastPassedAt) });
}
