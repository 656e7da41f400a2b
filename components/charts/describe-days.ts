import { getFormatter, getTranslations } from "next-intl/server";
import { MINUTE_MS, SECOND_MS } from "@/lib/base/units";
import { SLOW_MS } from "@/lib/check/diagnosis/variation-causes";
import type { DayTimes, HistoryDay } from "@/lib/integrations/history/data";
import type { LaneDay } from "@/lib/integrations/history/lane-days";

/** Column headings; a day's `cells` are in the same order. */
export interface DayTable {
  headings: string[];
  days: { date: string; cells: string[] }[];
}

export async function describeDays(days: readonly HistoryDay[], isInGap: (index: number) => boolean): Promise<DayTable> {
  const t = await getTranslations("history.day");
  const lanes = await getTranslations("sync.lane");
  const states = await getTranslations("states.word");
  const phases = await getTranslations("checks.probe.phase");
  const format = await getFormatter();
  const duration = (ms: number): string => {
    const minutes = Math.max(1, Math.round(ms / MINUTE_MS));
    return minutes < 60 ? t("minutes", { minutes }) : t("hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  };
  const describeLane = ({ states: spent }: LaneDay): string => {
    const [only] = spent;
    if (!only) return t("no_state");
    if (spent.length === 1) return t("whole", { state: states(only.state) });
    return spent.map(({ state, ms }) => t("part", { state: states(state), duration: duration(ms) })).join(" · ");
  };
  const describeRuns = ({ runsSucceeded, runsFailed, checks }: HistoryDay): string => {
    const count = runsSucceeded + runsFailed;
    const runs =
      count === 0 ? t("runs_none") : runsFailed > 0 ? t("runs_failed", { count, failed: runsFailed }) : t("runs_fine", { count });
    return checks === 0 ? runs : `${runs} · ${t("checks", { count: checks })}`;
  };
  const describeOrders = ({ orders, parcels, usual }: HistoryDay, index: number): string =>
    [
      t(isInGap(index) ? "orders_gap" : "orders_count", { count: orders }),
      usual && t("usual", { ...usual }),
      parcels > 0 && t("parcels", { count: parcels }),
    ]
      .filter(Boolean)
      .join(" · ");
  const describeTimes = ({ times, answers: { answered, slow } }: HistoryDay): string => {
    if (!times) return t("response_none");
    const known = PHASES.filter((phase) => phaseMs(times, phase) > 0);
    const parts = known.map((phase) => t("phase_ms", { phase: phases(phase), ms: phaseMs(times, phase) }));
    const mean = `${t("response_ms", { ms: totalMs(times) })} (${parts.join(", ")})`;
    return slow === 0 ? mean : `${mean} · ${t("slow", { slow, answered, seconds: SLOW_MS / SECOND_MS })}`;
  };
  return {
    headings: [lanes("orders_in"), lanes("tracking_out"), t("runs"), t("orders"), t("response")],
    days: days.map((day, index) => ({
      date: format.dateTime(day.from, "weekdayDay"),
      cells: [
        describeLane(day.lanes.orders_in),
        describeLane(day.lanes.tracking_out),
        describeRuns(day),
        describeOrders(day, index),
        describeTimes(day),
      ],
    })),
  };
}

export const PHASES = ["dns", "connect", "tls", "firstByte"] as const;
type Phase = (typeof PHASES)[number];

export const phaseMs = (times: DayTimes | null, phase: Phase): number => times?.[`${phase}Ms`] ?? 0;

export const totalMs = (times: DayTimes | null): number => PHASES.reduce((sum, phase) => sum + phaseMs(times, phase), 0);
