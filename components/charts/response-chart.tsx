import { scaleLinear } from "d3-scale";
import { area, stack } from "d3-shape";
import { useTranslations } from "next-intl";
import { COLUMN, round } from "@/components/charts/bars-path";
import { PHASES, type Phase, phaseMs } from "@/components/charts/phases";
import { PLOT_HEIGHT, Plot } from "@/components/charts/plot";
import type { DayTimes } from "@/lib/integrations/history/data";

interface Point {
  /** Edge of a day's column. */
  column: number;
  times: DayTimes | null;
}

const FILL: Readonly<Record<Phase, string>> = {
  dns: "fill-phase-1",
  connect: "fill-phase-2",
  tls: "fill-phase-3",
  firstByte: "fill-phase-4",
};

/** Mean time to first byte per day, stacked by phase. Days without measurements stay empty. */
export function ResponseChart({ days }: { days: readonly (DayTimes | null)[] }) {
  const t = useTranslations("history.day");
  const slowest = Math.max(10, ...days.map((times) => PHASES.reduce((sum, phase) => sum + phaseMs(times, phase), 0)));
  const scale = scaleLinear().domain([0, slowest]).nice(2).range([PLOT_HEIGHT, 0]);
  const points: Point[] = days.flatMap((times, index) => [
    { column: index, times },
    { column: index + 1, times },
  ]);
  const layers = stack<Point, Phase>()
    .keys([...PHASES])
    .value(({ times }, phase) => phaseMs(times, phase))(points);
  const draw = area<(typeof layers)[number][number]>()
    .defined(({ data }) => data.times !== null)
    .x(({ data }) => data.column * COLUMN)
    .y0(([from]) => round(scale(from)))
    .y1(([, to]) => round(scale(to)));
  return (
    <Plot columns={days.length} scale={scale} tick={(ms) => t("tick_ms", { ms })} id="response-gap">
      {layers.map((layer) => (
        <path key={layer.key} d={draw(layer) ?? ""} className={FILL[layer.key]} />
      ))}
    </Plot>
  );
}
