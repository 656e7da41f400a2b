"use client";

import { useRouter } from "next/navigation";
import { useFormatter } from "next-intl";
import { useEffect, useState } from "react";
import { MINUTE_MS, SECOND_MS } from "@/lib/base/units";

/** Browser timers may fire slightly early, while the server still considers the grant active. */
const MARGIN_MS = 300;

/** Remaining minutes, or seconds during the last two minutes. Reloads the page when the time is up. */
export function RemainingTime({ until, now }: { until: string; now: string }) {
  const router = useRouter();
  const format = useFormatter();
  const end = Date.parse(until);
  const [left, setLeft] = useState(end - Date.parse(now));

  useEffect(() => {
    const tick = (): void => setLeft(end - Date.now());
    tick();
    const timer = setInterval(tick, 1000);
    const over = setTimeout(() => router.refresh(), Math.max(0, end - Date.now()) + MARGIN_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(over);
    };
  }, [end, router]);

  const seconds = Math.max(0, Math.ceil(left / SECOND_MS));
  const inMinutes = left > 2 * MINUTE_MS;
  const count = inMinutes ? Math.ceil(left / MINUTE_MS) : seconds;
  return (
    <span role="timer" className="tabular-nums">
      {format.number(count, { style: "unit", unit: inMinutes ? "minute" : "second", unitDisplay: "short" })}
    </span>
  );
}
