"use client";

import { useIsStaffReader } from "@/components/shell/reader";
import { usePhrase } from "@/components/sync/use-phrase";
import { Parts } from "@/components/ui/parts";
import { TONE_TEXT } from "@/components/ui/state-shape";
import { useTickingNow } from "@/components/ui/use-ticking-now";
import type { LaneName } from "@/lib/health/lane/lane-name";
import type { Story } from "@/lib/incidents/describe-incident";
import type { IntegrationRow } from "@/lib/integrations/list/row";
import { tellShop } from "@/lib/integrations/story";

/** The story of a shop as its reader is told it, updated by the clock. */
function useStory(row: IntegrationRow, only: LaneName | null): Story {
  return tellShop(row, useIsStaffReader() ? { kind: "staff" } : { kind: "member", canAct: true }, useTickingNow(), only);
}

/** State, effect, cause and who can fix it, as the head of the shop's page tells them, in two lines. `blocker`: name of the product that refuses us. */
export function StoryLines({ row, blocker, only = null }: { row: IntegrationRow; blocker?: string | undefined; only?: LaneName | null }) {
  const words = usePhrase();
  const { tone, headline, effect, cause, responsibility, byItself } = useStory(row, only);
  const isHealthy = tone === "healthy";
  return (
    <div className="min-w-0 text-ink-2 text-sm [overflow-wrap:anywhere]">
      <p>
        <Parts>
          <span className={isHealthy ? "text-ink" : `font-medium ${TONE_TEXT[tone]}`}>{words(headline)}</span>
          {effect ? <span>{words(effect)}</span> : null}
        </Parts>
      </p>
      <p>
        <Parts className="*:first:first-letter:uppercase">
          {cause ? (
            <span>
              {words(cause)}
              {blocker ? ` (${blocker})` : null}
            </span>
          ) : null}
          {responsibility ? <span>{words(responsibility)}</span> : null}
          {byItself && !isHealthy ? <span>{words(byItself, true)}</span> : null}
        </Parts>
      </p>
    </div>
  );
}
