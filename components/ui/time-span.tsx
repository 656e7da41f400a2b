import { useFormatter, useTimeZone } from "next-intl";
import { exactTime } from "@/components/ui/exact-time";
import { Time } from "@/components/ui/time";
import { HOUR } from "@/lib/i18n/date-formats";

/** A time span; a day that contains both ends is printed once. */
export function TimeSpan({ from, to }: { from: Date; to: Date }) {
  const format = useFormatter();
  const timeZone = useTimeZone();
  const day = (instant: Date): string => format.dateTime(instant, { dateStyle: "short" });
  const exact = exactTime(format, to, timeZone);
  return (
    <>
      <Time at={from} form="clock" /> –{" "}
      {day(from) === day(to) ? (
        <time dateTime={to.toISOString()} title={exact} className="whitespace-nowrap tabular-nums">
          {format.dateTime(to, HOUR)}
          <span className="sr-only">{` (${exact})`}</span>
        </time>
      ) : (
        <Time at={to} form="clock" />
      )}
    </>
  );
}
