import type { useFormatter } from "next-intl";

/** An instant to the second, in the person's zone and in UTC: what stands behind the words of a time. */
export function exactTime(format: ReturnType<typeof useFormatter>, at: Date, timeZone: string | undefined): string {
  const whole = { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" } as const;
  return `${format.dateTime(at, whole)} (${timeZone}) · ${format.dateTime(at, { ...whole, timeZone: "UTC" })} UTC`;
}
