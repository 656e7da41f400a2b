import Link from "next/link";
import { useTranslations } from "next-intl";
import { useValueNames } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { Sparkline } from "@/components/charts/sparkline";
import { Panel } from "@/components/ui/section";
import type { Counted, FleetCount } from "@/lib/operations/fleet/counts";

interface CountPanelProps {
  dimension: Counted;
  counts: readonly FleetCount[];
  /** Recent history of each value, keyed by `dimension value`. */
  course: ReadonlyMap<string, readonly number[]>;
  mayRun: boolean;
}

/** Hours in the chart; a shorter history is right-aligned. */
const HOURS = 48;

/** Number of shops per value, now and over two days; values that bulk actions can target link to their shops. */
export function CountPanel({ dimension, counts, course, mayRun }: CountPanelProps) {
  const t = useTranslations("fleet");
  const nameOf = useValueNames();
  return (
    <Panel title={t(`dimension.${dimension}`)}>
      {counts.length === 0 ? <p className="text-ink-2">{t("no_counts")}</p> : null}
      <ul className="grid gap-0.5">
        {counts.map(({ value, count }) => {
          const line = course.get(`${dimension} ${value}`) ?? [];
          return (
            <li
              key={value}
              data-row=""
              tabIndex={-1}
              className="relative grid grid-cols-[minmax(0,1fr)_3.5rem] items-center gap-x-3 rounded-md px-1.5 py-1 hover:bg-hover/60 sm:grid-cols-[minmax(0,1fr)_6rem_3.5rem]"
            >
              {!mayRun || (dimension === "state" && (value === "paused" || value === "off")) ? (
                <span className="[overflow-wrap:anywhere]">{nameOf(dimension, value)}</span>
              ) : (
                <Link
                  href={`/support/fleet/bulk?${new URLSearchParams({ [dimension]: value })}`}
                  prefetch={false}
                  className="rounded-sm [overflow-wrap:anywhere] after:absolute after:inset-0"
                >
                  {nameOf(dimension, value)}
                </Link>
              )}
              {/* On phones the chart is below the name. */}
              <span className="order-last col-span-full sm:order-none sm:col-span-1">
                {line.length > 1 ? (
                  <Sparkline
                    values={[...Array<number>(Math.max(0, HOURS - line.length)).fill(0), ...line]}
                    label={t("course", { hours: line.length, counts: line.slice(-6).join(", ") })}
                  />
                ) : null}
              </span>
              <span className="text-right font-medium tabular-nums">{count}</span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
