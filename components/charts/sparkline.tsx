import { barsPath, COLUMN } from "@/components/charts/bars-path";
import { cn } from "@/components/ui/class-names";

const HEIGHT = 20;
/** Minimum height, so that small values stay visible. */
const LOWEST = 1.5;

/** A few numbers as small columns. `label` is for screen readers; null if adjacent text says the same. */
export function Sparkline({ values, label, className }: { values: readonly number[]; label: string | null; className?: string }) {
  const most = Math.max(1, ...values);
  const heights = values.map((value) => (value === 0 ? 0 : Math.max(LOWEST, (value / most) * HEIGHT)));
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: aria-label names it; a title would show a tooltip of bare numbers
    <svg
      viewBox={`0 0 ${values.length * COLUMN} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("block preset:h-5 preset:w-full", className)}
      {...(label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    >
      <path d={`M0 ${HEIGHT - 0.5}h${values.length * COLUMN}`} className="stroke-line" vectorEffect="non-scaling-stroke" />
      <path d={barsPath(heights, HEIGHT, 3)} className="fill-chart" />
    </svg>
  );
}
