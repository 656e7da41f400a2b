import { scaleLinear } from "d3-scale";
import { useTranslations } from "next-intl";
import { barsPath } from "@/components/charts/bars-path";
import { PHASES, phaseMs, totalMs } from "@/components/charts/phases";
import { PLOT_HEIGHT, Plot } from "@/components/charts/plot";
import type { DayTimes } from "@/lib/integrations/history/data";

const FILL = { dns: "fill-phase-1", connect: "fill-phase-2", tls: "fill-phase-3", firstByte: "fill-phase-4" } as const;

/** Mean time to first byte per day, stacked by phase. Days without measurements stay empty. */
export function ResponseChart({ days }: { days: readonly (DayTimes | null)[] }) {
  const t = useTranslations("history.day");
  const scale = scaleLinear()
    .domain([0, Math.max(10, ...days.map(totalMs))])
    .nice(2)
    .range([PLOT_HEIGHT, 0]);
  const heightsUpTo = (last: number): number[] =>
    days.map((times) => PLOT_HEIGHT - scale(PHASES.slice(0, last + 1).reduce((sum, phase) => sum + phaseMs(times, phase), 0)));
  return (
    <Plot columns={days.length} scale={scale} tick={(ms) => t("tick_ms", { ms })} id="response-gap">
      {/* The last phase first, as high as all together: each earlier one covers its part. */}
      {PHASES.map((phase, index) => (
        <path key={phase} d={barsPath(heightsUpTo(index), PLOT_HEIGHT, 0)} className={FILL[phase]} />
      )).toReversed()}
    </Plot>
  );
}
