import { useTranslations } from "next-intl";
import { MINUTE_MS } from "@/lib/base/units";

/** Words a duration in days, hours and minutes, rounded down; from one day on without minutes. */
export function useDuration(): (ms: number) => string {
  const t = useTranslations("incidents");
  return (ms) => {
    const allMinutes = Math.max(0, Math.floor(ms / MINUTE_MS));
    const days = Math.floor(allMinutes / 1440);
    const parts = { days, hours: Math.floor((allMinutes % 1440) / 60), minutes: days > 0 ? 0 : allMinutes % 60 };
    return allMinutes === 0 ? t("moment") : t("duration", parts).trim();
  };
}
