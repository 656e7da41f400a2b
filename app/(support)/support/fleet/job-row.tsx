import { useTranslations } from "next-intl";
import { FilterBadges } from "@/app/(support)/support/fleet/bulk/filter-badges";
import { SubmitButton } from "@/components/ui/button";
import { FocusKeeper } from "@/components/ui/focus-keeper";
import { focusTarget } from "@/components/ui/focus-target";
import { ProgressBar } from "@/components/ui/progress-bar";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { SpokenProgress } from "@/components/ui/use-milestones";
import { route } from "@/lib/base/route";
import type { Tone } from "@/lib/health/lane/tone";
import { stopJob } from "@/lib/operations/fleet/actions";
import type { BulkJobView } from "@/lib/operations/fleet/data";

const TONES: Readonly<Record<BulkJobView["status"], Tone>> = { running: "working", stopped: "idle", done: "healthy" };

interface JobRowProps {
  job: BulkJobView;
  mayStop: boolean;
  /** Whether its name opens what became of each shop. */
  isLinked?: boolean;
}

export function JobRow({ job, mayStop, isLinked = false }: JobRowProps) {
  const t = useTranslations("fleet.job");
  const colon = useTranslations("states")("colon");
  const done = job.ended;
  return (
    <FocusKeeper className="grid gap-1.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <p className="font-medium">
          {isLinked ? (
            <TextLink href={route(`/support/fleet/jobs/${job.id}`)}>{t(`kind.${job.kind}`, { count: job.total })}</TextLink>
          ) : (
            t(`kind.${job.kind}`, { count: job.total })
          )}{" "}
          <FilterBadges filter={job.filter} />
        </p>
        <span {...focusTarget} tabIndex={-1} className="outline-none">
          <StateMark tone={TONES[job.status]}>{t(`status.${job.status}`)}</StateMark>
        </span>
      </div>
      <p className="text-ink-2 text-sm [overflow-wrap:anywhere]">
        {job.orderedBy.kind === "job" ? null : <bdi className="font-medium">{job.orderedBy.name}</bdi>}
        {colon} <bdi>{job.reason}</bdi> · <Time at={job.createdAt} /> · {t("pace", { count: job.perMinute })}
      </p>
      <ProgressBar value={done} total={job.total} label={t("progress", { done, total: job.total })} />
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm">
        <p className="text-ink-2 tabular-nums">
          {t("progress", { done, total: job.total })} · {t("outcome", { passed: job.passed, failed: job.failed, running: job.running })}
        </p>
        <SpokenProgress text={t("progress", { done, total: job.total })} done={done} total={job.total} />
        {job.status === "running" && mayStop ? (
          <form action={stopJob.bind(null, job.id)}>
            <SubmitButton variant="danger" size="sm">
              {t("stop")}
            </SubmitButton>
          </form>
        ) : null}
      </div>
    </FocusKeeper>
  );
}
