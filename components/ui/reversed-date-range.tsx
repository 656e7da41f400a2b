import type { Route } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import type { DayRange } from "@/lib/base/day-range";

/** Replaces a list whose end date precedes its start date: explains it and links to the swapped or cleared range. */
export function ReversedDateRange({ days: { from, to }, to: hrefOf }: { days: DayRange; to: (days: DayRange) => Route }) {
  const t = useTranslations("days.reversed");
  const format = useFormatter();
  const day = (text: string | null): string => (text ? format.dateTime(new Date(text), { dateStyle: "medium", timeZone: "UTC" }) : "");
  return (
    <div role="alert">
      <EmptyState
        title={t("title")}
        action={
          <>
            <LinkButton href={hrefOf({ from: to, to: from })}>{t("swap")}</LinkButton>
            <LinkButton variant="ghost" href={hrefOf({ from: null, to: null })}>
              {t("clear")}
            </LinkButton>
          </>
        }
      >
        {t("text", { from: day(from), to: day(to) })}
      </EmptyState>
    </div>
  );
}
