import { ChevronRight, CircleHelp } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { OverviewRow, type RowProps } from "@/components/overview/overview-row";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import { LinkButton } from "@/components/ui/link-button";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { Tone } from "@/lib/health/lane/tone";
import { nextByItself } from "@/lib/integrations/list/effect";
import type { OverviewFacts } from "@/lib/integrations/list/list-reads";
import { SHOWN_ON_OVERVIEW } from "@/lib/integrations/list/list-view";
import type { IntegrationRow } from "@/lib/integrations/list/row";

const HELP: Partial<Record<Tone, string>> = { action_needed: "action_needed", recovering: "throttled" };

interface GroupProps extends Omit<RowProps, "row"> {
  tone: Tone;
  rows: readonly IntegrationRow[];
  /** Number of shops with the tone, including those not shown. */
  count: number;
}

/** Shops of one tone, largest effect first. Shops that recover automatically show the next scheduled step. */
export function OverviewGroup({ tone, rows, count, ...ofRows }: GroupProps) {
  const { merchantId } = ofRows;
  const t = useTranslations("overview");
  const format = useFormatter();
  const id = useId();
  const shown = rows.slice(0, SHOWN_ON_OVERVIEW[tone]);
  const next = tone === "recovering" ? nextByItself(rows) : null;
  return (
    <section aria-labelledby={id}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4">
        <div className="flex items-center gap-1">
          <h2 id={id} className="flex items-center gap-2 font-semibold">
            <StateShape tone={tone} />
            {t(tone)}
            <span className="font-normal text-ink-3 tabular-nums">{format.number(count)}</span>
          </h2>
          {HELP[tone] ? (
            <Link
              href={`/m/${merchantId}/help#${HELP[tone]}`}
              prefetch={false}
              title={t("steps.what")}
              className="rounded-full p-1 text-ink-3 hover:bg-hover hover:text-ink"
            >
              <CircleHelp className="size-4" />
              <span className="sr-only">{t("steps.what")}</span>
            </Link>
          ) : null}
        </div>
        {next ? (
          <p className="text-ink-3 text-sm">
            {t.rich(next.kind === "probe" ? "next_probe" : "next_sync", {
              time: () => <UpcomingTime at={new Date(next.at)} />,
              word: (chunks) => (
                <Link
                  href={`/m/${merchantId}/help#word-recovery_probe`}
                  prefetch={false}
                  className="rounded-sm underline decoration-dotted underline-offset-2 hover:text-ink"
                >
                  {chunks}
                </Link>
              ),
            })}
          </p>
        ) : null}
      </div>
      <ul className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface">
        {shown.map((row) => (
          <OverviewRow key={row.id} row={row} {...ofRows} />
        ))}
      </ul>
      {count > shown.length ? (
        <LinkButton size="sm" href={`/m/${merchantId}/integrations?state=${tone}`} data-more="" className="mt-2">
          {t("more", { count })}
        </LinkButton>
      ) : null}
    </section>
  );
}

interface HealthyProps {
  count: number;
  facts: OverviewFacts;
  /** Rows received from the event stream since the page was rendered. */
  known: readonly IntegrationRow[];
  merchantId: string;
}

export function HealthyGroup({ count, facts, known, merchantId }: HealthyProps) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const last = [facts.lastOrderAt?.toISOString() ?? null, ...known.map(({ lastOrderAt }) => lastOrderAt)]
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  const counts =
    facts.differing > 0
      ? t("counts_differ", { count: facts.differing })
      : facts.uncompared > 0
        ? t("counts_not_compared", { count: facts.uncompared })
        : t("counts_match");
  return (
    <div className="relative flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border border-line bg-surface px-4 py-3 focus-within:bg-hover/60 hover:bg-hover/60">
      <StateShape tone="healthy" />
      <h2 className="font-semibold">{t("healthy")}</h2>
      <span className="text-ink-3 tabular-nums">{format.number(count)}</span>
      <span className="ml-2 text-ink-2 max-sm:ml-0 max-sm:basis-full">
        {last === undefined ? t("no_order") : t.rich("last_order", { time: () => <Time at={last} /> })}
        {facts.healthyImported > 0 ? ` · ${counts}` : null}
      </span>
      <Link
        data-more=""
        href={`/m/${merchantId}/integrations?state=healthy`}
        prefetch={false}
        aria-label={`${t("show")}: ${t("healthy")}`}
        className="row-link ml-auto flex items-center gap-1 text-ink-3 text-sm"
      >
        {t("show")}
        <ChevronRight className="size-4" />
      </Link>
    </div>
  );
}
