import { CircleHelp } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useId } from "react";
import { OverviewRow } from "@/components/overview/overview-row";
import type { BlockerNames } from "@/components/overview/row-effect";
import { UpcomingTime } from "@/components/sync/upcoming-time";
import { LinkButton } from "@/components/ui/link-button";
import { StateShape } from "@/components/ui/state-shape";
import type { Tone } from "@/lib/health/tone";
import { nextByItself } from "@/lib/integrations/effect";
import { SHOWN_ON_OVERVIEW } from "@/lib/integrations/list-view";
import type { IntegrationRow as Row } from "@/lib/integrations/row";

const HELP: Partial<Record<Tone, string>> = { action_needed: "action_needed", recovering: "throttled" };

interface GroupProps {
  tone: Tone;
  rows: readonly Row[];
  /** All shops of the tone, including those not shown. */
  count: number;
  merchantId: string;
  blockerNames: BlockerNames;
  readOnly: boolean;
  onLeave: (outcome: string) => void;
}

/** Shops of one tone, largest effect first; for shops that recover automatically, the next scheduled step. */
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
                  href={`/m/${merchantId}/help#word-health_probe`}
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
