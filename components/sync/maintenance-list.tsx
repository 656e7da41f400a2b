import { useFormatter, useTranslations } from "next-intl";
import { useShopIds } from "@/components/integrations/use-shop-ids";
import type { useActionWithNotice } from "@/components/sync/action-notice";
import { Button } from "@/components/ui/button";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import { WEEKDAY_AND_HOUR } from "@/lib/i18n/date-formats";
import { yearIfDifferent } from "@/lib/i18n/year-if-different";
import { cancelMaintenanceAction } from "@/lib/sync/maintenance/actions";
import type { MaintenanceView } from "@/lib/sync/maintenance/data";

interface ListProps {
  windows: readonly MaintenanceView[];
  actions: Pick<ReturnType<typeof useActionWithNotice>, "pending" | "run">;
}

export function useDescribeWindow(): (window: MaintenanceView) => string {
  const t = useTranslations("maintenance");
  const format = useFormatter();
  const now = useTickingNow();
  return ({ startsAt, endsAt, timeZone }) => {
    const time = (text: string): string =>
      format.dateTime(new Date(text), { ...WEEKDAY_AND_HOUR, timeZone, ...yearIfDifferent(format, new Date(text), now, timeZone) });
    return t("window", { from: time(startsAt), to: time(endsAt) });
  };
}

export function MaintenanceList({ windows, actions: { pending, run } }: ListProps) {
  const { merchantId } = useShopIds();
  const t = useTranslations("maintenance");
  const now = useTickingNow();
  const describeWindow = useDescribeWindow();
  return (
    <FocusKeeper outcome={windows.length}>
      {windows.length === 0 ? (
        <p className="text-ink-3">{t("none")}</p>
      ) : (
        <ul className="grid gap-2">
          {windows.map((window) => {
            const { id, timeZone, by } = window;
            const goesOn = new Date(window.startsAt) <= now;
            return (
              <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <span className="min-w-0">
                  <span className="font-medium tabular-nums">{describeWindow(window)}</span>{" "}
                  <span className="text-ink-2">
                    {timeZone.replaceAll("_", " ")}
                    {" · "}
                    {by ? t("by", { name: by }) : t("by_script")}
                    {goesOn ? ` · ${t("goes_on")}` : ""}
                  </span>
                </span>
                <Button
                  size="sm"
                  pending={pending === id}
                  onClick={() =>
                    run(
                      () => cancelMaintenanceAction(merchantId, { windowId: id }),
                      () => t(goesOn ? "ended" : "cancelled"),
                      id,
                    )
                  }
                >
                  {t(goesOn ? "end" : "cancel")}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
    </FocusKeeper>
  );
}
