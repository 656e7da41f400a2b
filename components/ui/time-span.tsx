import { useFormatter } from "next-intl";
import { ExactTime } from "@/components/ui/exact-time";
import { Time } from "@/components/ui/time";
import { HOUR } from "@/lib/i18n/date-formats";

export function TimeSpan({ from, to }: { from: Date; to: Date }) {
  const format = useFormatter();
  const day = (instant: Date): string => format.dateTime(instant, { dateStyle: "short" });
  return (
    <>
      <Time at={from} form="clock" /> –{" "}
      {day(from) === day(to) ? (
        <ExactTime at={to} isSpoken className="tabular-nums">
          {format.dateTime(to, HOUR)}
        </ExactTime>
      ) : (
        <Time at={to} form="clock" />
      )}
    </>
  );
}
