import type { useFormatter } from "next-intl";
import { SECOND } from "@/lib/i18n/date-formats";

/** An instant to the second, in the user's zone and in UTC, for the hover text of a time. */
export function exactTime(format: ReturnType<typeof useFormatter>, at: Date, timeZone: string | undefined): string {
  return `${format.dateTime(at, SECOND)} (${timeZone}) · ${format.dateTime(at, { ...SECOND, timeZone: "UTC" })} UTC`;
}
