import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { StateShape } from "@/components/ui/state-shape";
import { Time } from "@/components/ui/time";
import type { OverviewFacts } from "@/lib/integrations/list-reads";
import type { IntegrationRow } from "@/lib/integrations/row";

interface GroupProps {
  count: number;
  facts: OverviewFacts;
  /** Rows received from the event stream since the page was read. */
  known: readonly IntegrationRow[];
  merchantId: string;
}

export function HealthyGroup({ count, facts, known, merchantId }: GroupProps) {
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
