import { getTranslations } from "next-intl/server";
import { Sparkline } from "@/components/charts/sparkline";
import type { LaneName } from "@/lib/health/lane-name";
import { loadHistory } from "@/lib/integrations/history/loaders";

const HISTORY_KEPT_DAYS = 30;

/** What a lane carried on each of the last 30 days, small, for its card. */
export async function LaneSpark({ merchantId, integrationId, lane }: { merchantId: string; integrationId: string; lane: LaneName }) {
  const [{ days }, t] = await Promise.all([loadHistory(merchantId, integrationId), getTranslations("history.spark")]);
  const carried = lane === "orders_in" ? "orders" : "parcels";
  const values = days.slice(-HISTORY_KEPT_DAYS).map((day) => day[carried]);
  const count = values.reduce((sum, value) => sum + value, 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-3">
      <Sparkline values={values} label={t(carried, { values: values.join(", ") })} className="h-6 max-w-72" />
      <p className="text-ink-3 text-xs tabular-nums">{t(carried === "orders" ? "caption_orders" : "caption_parcels", { count })}</p>
    </div>
  );
}
