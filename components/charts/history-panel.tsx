import { type ScaleLinear, scaleLinear } from "d3-scale";
import { useFormatter, useTranslations } from "next-intl";
import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { bandsPath, barsPath, COLUMN, round } from "@/components/charts/bars-path";
import { DayCursor } from "@/components/charts/day-cursor";
import { describeDays, PHASES, phaseMs, totalMs } from "@/components/charts/describe-days";
import { cn } from "@/components/ui/class-names";
import { Panel } from "@/components/ui/section";
import { systemClock } from "@/lib/base/clock";
import { SECOND_MS } from "@/lib/base/units";
import { SLOW_MS } from "@/lib/check/diagnosis/variation-causes";
import { LANES } from "@/lib/health/lane/lane-name";
import type { Tone } from "@/lib/health/lane/tone";
import type { DayTimes, HistoryDay } from "@/lib/integrations/history/data";
import { type ColumnSpan, findGaps, isInGap } from "@/lib/integrations/history/gaps";
import { dayTone, healthyShare, type LaneDay } from "@/lib/integrations/history/lane-days";
import type { Coverage } from "@/lib/sync/coverage-reads";

const PHASE_GROUND = { dns: "bg-phase-1", connect: "bg-phase-2", tls: "bg-phase-3", firstByte: "bg-phase-4" } as const;

interface HistoryProps {
  days: readonly HistoryDay[];
  /** Coverage confirmed by the ledger: orders outside it may be missing. */
  coverage: Coverage | null;
  /** The user chose a range of days instead of the last 90. */
  isChosen: boolean;
}

export async function HistoryPanel({ days, coverage, isChosen }: HistoryProps) {
  const t = await getTranslations("history");
  const lanes = await getTranslations("sync.lane");
  const phases = await getTranslations("checks.probe.phase");
  const format = await getFormatter();
  const gaps = findGaps(days, coverage, systemClock.now());
  const table = await describeDays(days, (index) => isInGap(gaps, index));
  const times = days.map((day) => day.times);
  const orders = days.reduce((sum, day) => sum + day.orders, 0);
  const dates = [days.at(0), days.at(Math.floor(days.length / 2))].flatMap((day) => (day ? [format.dateTime(day.from, "shortDay")] : []));
  const now = systemClock.now();
  const lastDay = days.at(-1);
  const last = lastDay && lastDay.to < now ? format.dateTime(lastDay.from, "shortDay") : t("today");
  const meanMs = meanTotal(times);
  const answered = days.reduce((sum, day) => sum + day.answers.answered, 0);
  const slow = days.reduce((sum, day) => sum + day.answers.slow, 0);
  const seconds = SLOW_MS / SECOND_MS;
  const speed = meanMs === null ? [] : [t("row.response_mean", { ms: meanMs }), t("row.slow", { share: slow / answered, slow, seconds })];
  const ordersNote = [days.some(({ usual }) => usual) && t("row.usual"), gaps.length > 0 && t("row.gap")].filter(Boolean).join(" · ");
  return (
    <Panel title={isChosen ? t("title_chosen", { count: days.length }) : t("title")}>
      <div className="grid min-w-0 gap-4">
        <DayCursor label={`${t("cursor")}. ${t("hint")}`} dateHeading={t("day.date")} tableLabel={t("table")} table={table}>
          <div className="grid gap-4">
            {LANES.map((lane) => {
              const share = healthyShare(days.map((day) => day.lanes[lane]));
              return (
                <Row key={lane} title={lanes(lane)} value={share === null ? t("row.share_none") : t("row.share", { share })}>
                  <LaneBar days={days.map((day) => day.lanes[lane])} />
                </Row>
              );
            })}
            <Row title={t("row.orders")} note={ordersNote === "" ? null : ordersNote} value={t("row.orders_total", { count: orders })}>
              <OrdersChart days={days} gaps={gaps} />
            </Row>
            <Row
              title={t("row.response")}
              note={
                <span className="flex flex-wrap gap-x-3">
                  {PHASES.map((phase) => (
                    <span key={phase} className="inline-flex items-center gap-1.5">
                      <span aria-hidden="true" className={cn("size-2 rounded-[2px] forced-color-adjust-none", PHASE_GROUND[phase])} />
                      {phases(phase)}
                    </span>
                  ))}
                </span>
              }
              value={meanMs === null ? t("row.response_none") : speed.join(" · ")}
            >
              <ResponseChart days={times} />
            </Row>
            <p aria-hidden="true" className="flex justify-between text-ink-3 text-xs">
              {[...dates, last].map((date) => (
                <span key={date}>{date}</span>
              ))}
            </p>
          </div>
        </DayCursor>
      </div>
    </Panel>
  );
}

function meanTotal(times: readonly (DayTimes | null)[]): number | null {
  const totals = times.filter((day) => day !== null).map(totalMs);
  return totals.length === 0 ? null : totals.reduce((sum, ms) => sum + ms, 0) / totals.length;
}

interface RowProps {
  title: string;
  note?: ReactNode;
  value: string;
  children: ReactNode;
}

function Row({ title, note = null, value, children }: RowProps) {
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 text-sm">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h3 className="font-medium">{title}</h3>
          {note ? <div className="text-ink-3 text-xs">{note}</div> : null}
        </div>
        <p className="text-ink-2 tabular-nums">{value}</p>
      </div>
      {children}
    </div>
  );
}

/** Orders per day with the usual range of each; periods with possibly missing orders are shaded. */
function OrdersChart({ days, gaps }: { days: readonly HistoryDay[]; gaps: readonly ColumnSpan[] }) {
  const format = useFormatter();
  const counts = days.map(({ orders }) => orders);
  const scale = scaleLinear()
    .domain([0, Math.max(4, ...counts, ...days.map(({ usual }) => usual?.high ?? 0))])
    .nice(2)
    .range([PLOT_HEIGHT, 0]);
  const heights = counts.map((count) => PLOT_HEIGHT - scale(count));
  return (
    <Plot columns={counts.length} scale={scale} tick={(value) => format.number(value)} shaded={gaps} id="orders-gap">
      <path d={barsPath(heights, PLOT_HEIGHT)} className="fill-chart" />
      <path d={bandsPath(days.map(({ usual }) => usual && { from: scale(usual.high), to: scale(usual.low) }))} className="fill-ink/15" />
    </Plot>
  );
}

const PHASE_FILL = { dns: "fill-phase-1", connect: "fill-phase-2", tls: "fill-phase-3", firstByte: "fill-phase-4" } as const;

/** Mean time to first byte per day, stacked by phase. Days without measurements stay empty. */
function ResponseChart({ days }: { days: readonly (DayTimes | null)[] }) {
  const t = useTranslations("history.day");
  const scale = scaleLinear()
    .domain([0, Math.max(10, ...days.map(totalMs))])
    .nice(2)
    .range([PLOT_HEIGHT, 0]);
  const heightsUpTo = (last: number): number[] =>
    days.map((times) => PLOT_HEIGHT - scale(PHASES.slice(0, last + 1).reduce((sum, phase) => sum + phaseMs(times, phase), 0)));
  return (
    <Plot columns={days.length} scale={scale} tick={(ms) => t("tick_ms", { ms })} id="response-gap">
      {/* The last phase is drawn first, at full height; each earlier phase covers its part. */}
      {PHASES.map((phase, index) => (
        <path key={phase} d={barsPath(heightsUpTo(index), PLOT_HEIGHT, 0)} className={PHASE_FILL[phase]} />
      )).toReversed()}
    </Plot>
  );
}

const HEIGHT = 100;

/** More severe days are taller, so that the chart is readable without colour. */
const FLOOR: Readonly<Record<Tone, number>> = { healthy: 46, idle: 30, working: 46, recovering: 62, action_needed: 80 };
const NOTHING = 8;

const FILL: Readonly<Record<Tone, string>> = {
  healthy: "fill-healthy-bar",
  idle: "fill-idle-bar",
  working: "fill-working",
  recovering: "fill-recovering-bar",
  action_needed: "fill-action-needed-bar",
};

function heightOf({ tone, states }: LaneDay): number {
  if (!tone) return NOTHING;
  if (tone === "healthy" || tone === "idle") return FLOOR[tone];
  const known = states.reduce((sum, { ms }) => sum + ms, 0);
  const loud = states.filter((spent) => dayTone(spent.state) === tone).reduce((sum, { ms }) => sum + ms, 0);
  return FLOOR[tone] + (HEIGHT - FLOOR[tone]) * (known === 0 ? 0 : loud / known);
}

/** One column per day in the colour of its most severe state; cursor and table provide the text. */
function LaneBar({ days }: { days: readonly LaneDay[] }) {
  const heights = days.map(heightOf);
  const only = (tone: Tone | null) => heights.map((height, index) => (days[index]?.tone === tone ? height : 0));
  return (
    <svg viewBox={`0 0 ${days.length * COLUMN} ${HEIGHT}`} preserveAspectRatio="none" className="block h-7 w-full" aria-hidden="true">
      <path d={barsPath(only(null), HEIGHT)} className="fill-line" />
      {(Object.keys(FILL) as Tone[]).map((tone) => {
        const path = barsPath(only(tone), HEIGHT);
        return path === "" ? null : <path key={tone} d={path} className={FILL[tone]} />;
      })}
    </svg>
  );
}

/** Height of a plot in chart units; the scale runs from this (zero) to 0. */
const PLOT_HEIGHT = 100;

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
function Plot({ columns, scale, tick, shaded = [], id, children }: PlotProps) {
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
