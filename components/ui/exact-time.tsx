import { useFormatter, useTimeZone } from "next-intl";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { SECOND } from "@/lib/i18n/date-formats";

interface ExactTimeProps {
  at: Date;
  /** Screen readers also read the exact time. */
  isSpoken?: boolean;
  className?: string;
  children: ReactNode;
}

/** A time in words; hovering shows the instant to the second, in the user's zone and in UTC. */
export function ExactTime({ at, isSpoken = false, className, children }: ExactTimeProps) {
  const format = useFormatter();
  const timeZone = useTimeZone();
  const exact = `${format.dateTime(at, SECOND)} (${timeZone}) · ${format.dateTime(at, { ...SECOND, timeZone: "UTC" })} UTC`;
  return (
    <time dateTime={at.toISOString()} title={exact} suppressHydrationWarning className={cn("whitespace-nowrap", className)}>
      {children}
      {isSpoken ? (
        <span className="sr-only" suppressHydrationWarning>
          {` (${exact})`}
        </span>
      ) : null}
    </time>
  );
}
