"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { MaintenancePanel, type MaintenanceProps } from "@/components/sync/maintenance-panel";
import { LazyDetails } from "@/components/ui/lazy-details";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { WEEKDAY_AND_HOUR } from "@/lib/i18n/date-formats";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";

/** The next window is visible while the section is closed. */
export function MaintenanceSection({ term, ...props }: MaintenanceProps & { term: ReactNode }) {
  const t = useTranslations("maintenance");
  const format = useFormatter();
  const now = useTickingNow();
  const [next] = props.windows;
  const time = (text: string, timeZone: string): string =>
    format.dateTime(new Date(text), {
      ...WEEKDAY_AND_HOUR,
      timeZone,
      ...yearIfDifferent(format, new Date(text), now, timeZone),
    });
  return (
    <LazyDetails
      term={term}
      id="maintenance"
      title={t("title")}
      aside={next ? t("window", { from: time(next.startsAt, next.timeZone), to: time(next.endsAt, next.timeZone) }) : t("none_short")}
    >
      <MaintenancePanel {...props} />
    </LazyDetails>
  );
}
