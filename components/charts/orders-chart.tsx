import { scaleLinear } from "d3-scale";
import { useFormatter } from "next-intl";
import { barsPath } from "@/components/charts/bars-path";
import { PLOT_HEIGHT, Plot } from "@/components/charts/plot";
import type { ColumnSpan } from "@/lib/integrations/history/gaps";

/** Orders per day; periods with possibly missing orders are shaded. */
export function OrdersChart({ counts, gaps }: { counts: readonly number[]; gaps: readonly ColumnSpan[] }) {
  const format = useFormatter();
  const scale = scaleLinear()
    .domain([0, Math.max(4, ...counts)])
    .nice(2)
    .range([PLOT_HEIGHT, 0]);
  const heights = counts.map((count) => PLOT_HEIGHT - scale(count));
  return (
    <Plot columns={counts.length} scale={scale} tick={(value) => format.number(value)} shaded={gaps} id="orders-gap">
      <path d={barsPath(heights, PLOT_HEIGHT)} className="fill-chart" />
    </Plot>
  );
}
