import { useTranslations } from "next-intl";
import { MoveTraffic } from "@/app/(support)/support/addresses/move-traffic";
import { RefreshPeriodically } from "@/components/live/refresh-periodically";
import { PillLinks } from "@/components/ui/pill-links";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Panel } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { SpokenProgress } from "@/components/ui/use-milestones";
import { DAY_MS } from "@/lib/base/units";
import type { RehearsalView } from "@/lib/operations/addresses/data";
import { REHEARSAL_STATES, type RehearsalState } from "@/lib/operations/addresses/judge-rehearsal";

interface Props {
  rehearsal: RehearsalView;
  /** State of the shops listed below. */
  shown: RehearsalState;
  retireAfterDays: number;
  mayMove: boolean;
}

const daysUntil = (day: Date): number => Math.max(0, Math.ceil((day.getTime() - Date.now()) / DAY_MS));

/** Percentage of tested shops that accept the new addresses; null without results. */
function readiness({ passes, refused }: RehearsalView["counts"]): number | null {
  return passes + refused === 0 ? null : Math.floor((100 * passes) / (passes + refused));
}

export function RehearsalPanel({ rehearsal, shown, retireAfterDays, mayMove }: Props) {
  const t = useTranslations("addresses.console");
  const { counts, state, addresses, retiring } = rehearsal;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const ready = readiness(counts);
  const isRunning = state === "running";
  const tried = t("rehearsal.tried", { done: total - counts.waiting, total });
  return (
    <Panel
      title={t(isRunning ? "rehearsal.title" : "rehearsal.title_moved")}
      actions={
        mayMove ? (
          <MoveTraffic
            rehearsalId={rehearsal.id}
            isRunning={isRunning}
            canMoveBack={retiring.length > 0 || !isRunning}
            addresses={addresses}
            retiring={retiring}
            refused={counts.refused}
            waiting={counts.waiting}
            retireAfterDays={retireAfterDays}
            daysEarly={daysUntil(rehearsal.plannedAt)}
          />
        ) : null
      }
    >
      <div className="grid gap-4">
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          {t.rich(isRunning ? "rehearsal.text" : "rehearsal.text_moved", {
            addresses: () => <span className="font-mono text-ink">{addresses.join(", ")}</span>,
            day: () => <Time at={isRunning ? rehearsal.plannedAt : (rehearsal.endedAt ?? rehearsal.plannedAt)} form="day" />,
          })}
        </p>
        <div className="grid gap-1.5">
          <p>
            <span className="font-semibold text-2xl tabular-nums">{ready === null ? "–" : t("rehearsal.percent", { ready })}</span>{" "}
            <span className="text-ink-2">{t("rehearsal.ready")}</span>
          </p>
          <ProgressBar label={t("rehearsal.progress")} value={total - counts.waiting} total={total} />
          <p className="text-ink-3 text-sm">{tried}</p>
          <SpokenProgress words={tried} done={total - counts.waiting} total={total} />
        </div>
        <PillLinks
          label={t("rehearsal.by_answer")}
          values={REHEARSAL_STATES}
          current={shown}
          hrefOf={(one) => `/support/addresses?shops=${one}`}
          nameOf={(one) => t(`rehearsal.states.${one}`, { count: counts[one] })}
        />
        {isRunning && counts.waiting > 0 ? <RefreshPeriodically everyMs={2_000} /> : null}
      </div>
    </Panel>
  );
}
