import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { describeCause } from "@/lib/check/diagnosis/describe-cause";
import { describeAge } from "@/lib/operations/reports/report-age";
import type { ReportView } from "@/lib/operations/reports/report-view";
import { formatUtc, nameOfShop } from "@/lib/operations/reports/report-words";

export interface ReportMade {
  /** Empty: no name. */
  shownName: string;
  createdAt: Date;
  expiresAt: Date;
}

/** Shop, server, start, effect, sender and expiry of the link. */
export function ReportFacts({ view, made }: { view: ReportView; made: ReportMade }) {
  const t = useTranslations("reports");
  const causes = useTranslations("causes");
  const locale = useLocale();
  const effects = [...new Set(view.causes.map(({ cause }) => describeCause(causes, locale, cause).effect))];
  const since = describeAge(t, locale, view);
  const facts: [string, ReactNode][] = [
    [t("page.shop"), nameOfShop(view)],
    ...(view.server === null ? [] : [[t("page.server"), view.server] as [string, ReactNode]]),
    ...(since === null ? [] : [[t("page.since"), since] as [string, ReactNode]]),
    [t("page.effect"), view.certificate ? t("certificate.effect") : effects.join(" ")],
    ...(made.shownName === "" ? [] : [[t("page.asked_by"), <bdi key="name">{made.shownName}</bdi>] as [string, ReactNode]]),
    [t("page.made"), formatUtc(locale, made.createdAt)],
    [t("page.valid_until"), formatUtc(locale, made.expiresAt)],
  ];
  return (
    <section aria-labelledby="facts" className="print:mt-3">
      <h2 id="facts" className="sr-only">
        {t("page.facts")}
      </h2>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-2 print:grid-cols-2 print:gap-y-1">
        {facts.map(([name, value]) => (
          <div key={name} className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3">
            <dt className="text-ink-3">{name}</dt>
            <dd className="font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
