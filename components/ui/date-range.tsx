import type { Route } from "next";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterForm } from "@/components/ui/filter-form";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { type DayRange, isReversed, printDayRange } from "@/lib/base/day-range";
import { printQuery } from "@/lib/base/route";

export function DateFields({ days, labels }: { days: DayRange; labels: { from: string; to: string } }) {
  return (
    <span className="col-span-full grid gap-2 min-[22rem]:grid-cols-2 sm:flex">
      {(["from", "to"] as const).map((name) => (
        <span key={name} className="grid gap-1 text-ink-2 text-sm sm:flex sm:items-center sm:gap-1.5">
          <span aria-hidden="true" className="whitespace-nowrap">
            {labels[name]}
          </span>
          <Input
            type="date"
            name={name}
            aria-label={labels[name]}
            aria-invalid={(name === "to" && isReversed(days)) || undefined}
            defaultValue={days[name] ?? ""}
            className="sm:w-36"
          />
        </span>
      ))}
    </span>
  );
}

interface DateRangeProps {
  action: Route;
  days: DayRange;
  /** Values of other filters that the form submits, too. */
  kept?: Readonly<Record<string, string>>;
}

export function DateRangeForm({ action, days, kept = {} }: DateRangeProps) {
  const t = useTranslations("days.range");
  const query = printQuery({ ...kept, ...printDayRange(days) });
  return (
    <FilterForm action={action} query={query} className="grid gap-2 min-[22rem]:grid-cols-2 sm:flex sm:flex-wrap sm:items-center">
      {Object.entries(kept).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <DateFields days={days} labels={{ from: t("from"), to: t("to") }} />
      <Button type="submit">{t("apply")}</Button>
      {days.from || days.to ? (
        <LinkButton variant="ghost" href={`${action}${printQuery(kept)}` as Route}>
          {t("clear")}
        </LinkButton>
      ) : null}
    </FilterForm>
  );
}

/** Shown instead of a list whose end date precedes its start date; links to the swapped or cleared range. */
export function ReversedDateRange({ days: { from, to }, to: hrefOf }: { days: DayRange; to: (days: DayRange) => Route }) {
  const t = useTranslations("days.reversed");
  const format = useFormatter();
  const day = (text: string | null): string => (text ? format.dateTime(new Date(text), "day", { timeZone: "UTC" }) : "");
  return (
    <div role="alert">
      <EmptyState
        title={t("title")}
        text={t("text", { from: day(from), to: day(to) })}
        action={
          <>
            <LinkButton href={hrefOf({ from: to, to: from })}>{t("swap")}</LinkButton>
            <LinkButton variant="ghost" href={hrefOf({ from: null, to: null })}>
              {t("clear")}
            </LinkButton>
          </>
        }
      />
    </div>
  );
}
