import type { ScaleLinear } from "d3-scale";
import type { ReactNode } from "react";
import { COLUMN, round } from "@/components/charts/bars-path";

/** Height of a plot in chart units; the scale runs from this (zero) to 0. */
export const PLOT_HEIGHT = 100;

interface PlotProps {
  columns: number;
  scale: ScaleLinear<number, number>;
  tick: (value: number) => string;
  /** Shaded spans, in columns from the left. */
  shaded?: readonly { from: number; to: number }[];
  /** Id of the hatch pattern, unique on the page. */
  id: string;
  children: ReactNode;
}

const TICKS = 2;
/** A label above a line this close to the top would overflow the chart, so it goes below the line. */
const ROOM_PERCENT = 15;
/** Labels closer together than this overlap. */
const NEAR = 40;

/** Chart frame: labelled grid lines, hatched spans, and the content stretched to the available width. */
export function Plot({ columns, scale, tick, shaded = [], id, children }: PlotProps) {
  const percent = (value: number): string => `${round((value / columns) * 100)}%`;
  const ticks = scale.ticks(TICKS).filter((value) => value > 0);
  // The highest label may move below its line and collide with the next one.
  const labelled = ticks.filter(
    (value, index) =>
      index !== ticks.length - 2 || scale(value) - scale(ticks.at(-1) ?? value) > NEAR || scale(ticks.at(-1) ?? value) >= ROOM_PERCENT,
  );
  return (
    <svg className="block h-20 w-full overflow-visible" aria-hidden="true">
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="fill-recovering-soft" />
        <path d="M0 0v6" className="stroke-recovering" strokeWidth="1.5" />
      </pattern>
      {shaded.map(({ from, to }) => (
        <rect key={from} x={percent(from)} width={percent(to - from)} y="0" height="100%" fill={`url(#${id})`} />
      ))}
      {ticks.map((value) => (
        <line key={value} x1="0" x2="100%" y1={`${round(scale(value))}%`} y2={`${round(scale(value))}%`} className="stroke-line" />
      ))}
      <svg viewBox={`0 0 ${columns * COLUMN} ${PLOT_HEIGHT}`} preserveAspectRatio="none" width="100%" height="100%" aria-hidden="true">
        {children}
      </svg>
      <line x1="0" x2="100%" y1="100%" y2="100%" className="stroke-line-strong" />
      {labelled.map((value) => (
        <text
          key={value}
          x="0"
          y={`${round(scale(value))}%`}
          dy={scale(value) < ROOM_PERCENT ? 11 : -3}
          className="fill-ink-3 stroke-surface text-[11px] tabular-nums [paint-order:stroke]"
          strokeWidth="3"
          strokeLinejoin="round"
        >
          {tick(value)}
        </text>
      ))}
    </svg>
  );
}
