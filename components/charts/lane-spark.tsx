import { useTranslations } from "next-intl";
import { Sparkline } from "@/components/charts/sparkline";

interface SparkProps {
  carried: "orders" | "parcels";
  /** Daily values, oldest first. */
  values: readonly number[];
}

/** Daily volume of a lane as a sparkline. */
export function LaneSpark({ carried, values }: SparkProps) {
  const t = useTranslations("history.spark");
  const count = values.reduce((sum, value) => sum + value, 0);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-x-3">
      <Sparkline values={values} label={t(carried, { values: values.join(", ") })} className="h-6 max-w-72" />
      <p className="text-ink-3 text-xs tabular-nums">{t(carried === "orders" ? "caption_orders" : "caption_parcels", { count })}</p>
    </div>
  );
}
