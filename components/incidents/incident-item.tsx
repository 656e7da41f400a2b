import type { Route } from "next";
import { useNow, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDuration } from "@/components/incidents/use-duration";
import { PastTime } from "@/components/sync/past-time";
import { usePhrase } from "@/components/sync/use-phrase";
import { Parts } from "@/components/ui/parts";
import { StateMark } from "@/components/ui/state-mark";
import { TextLink } from "@/components/ui/text-link";
import { TimeSpan } from "@/components/ui/time";
import { route } from "@/lib/base/route";
import { LANES } from "@/lib/health/lane/lane-name";
import { describeReason } from "@/lib/health/lane/sentence";
import type { ShopIncident } from "@/lib/incidents/data";
import type { Story } from "@/lib/incidents/describe-incident";
import { EFFECT_KINDS } from "@/lib/incidents/effects";
import { incidentReasons } from "@/lib/incidents/incident-reasons";

interface ItemProps {
  incident: ShopIncident;
  merchantId: string;
  /** What the shop is told to be now; null for a closed incident. */
  story: Story | null;
  /** The heading: the shop, or for several of one shop their times. */
  titledBy: "shop" | "time";
  heading?: "h3" | "h4";
}

/** One incident in a list: its state, why, what it did, and for how long. */
export function IncidentItem({ incident, merchantId, story, titledBy, heading: Heading = "h3" }: ItemProps) {
  const t = useTranslations("incidents");
  const tones = useTranslations("integrations.tone");
  const words = usePhrase();
  const now = useNow();
  const duration = useDuration();
  const late = useLateWords();
  const { id, shop, openedAt, closedAt, cameBack } = incident;
  const lasted = duration((closedAt ?? now).getTime() - openedAt.getTime());
  const time = <TimeOfIncident incident={incident} />;
  const told = story ? [story.headline, story.effect, story.cause, story.responsibility].filter((part) => part !== null) : [];
  return (
    <div className="grid gap-1.5 px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Heading className="min-w-0 font-semibold [overflow-wrap:anywhere]">
          <TextLink href={incidentPath(merchantId, id)} className="text-ink no-underline hover:underline">
            {titledBy === "shop" ? <bdi>{shop}</bdi> : time}
          </TextLink>
        </Heading>
        <StateMark className="shrink-0" tone={story?.tone ?? "healthy"}>
          {story ? tones(story.tone) : t("fixed")}
        </StateMark>
      </div>
      <div className="max-w-[80ch] [overflow-wrap:anywhere]">
        {story ? (
          <Parts className="*:first-letter:uppercase">
            {told.map((part) => (
              <span key={part.key}>{words(part)}</span>
            ))}
          </Parts>
        ) : (
          <WhatItWas incident={incident} />
        )}
      </div>
      <p className="text-ink-3 text-sm">
        <Parts>
          {titledBy === "shop" ? <span key="time">{time}</span> : null}
          <span key="lasted">{closedAt ? lasted : t("going_on", { duration: lasted })}</span>
          {cameBack > 0 ? <span key="back">{t("came_back", { count: cameBack })}</span> : null}
          {late(incident).map((line) => (
            <span key={line}>{line}</span>
          ))}
        </Parts>
      </p>
    </div>
  );
}

/** From when until when, or since when. */
export function TimeOfIncident({ incident: { openedAt, closedAt } }: { incident: Pick<ShopIncident, "openedAt" | "closedAt"> }) {
  const t = useTranslations("incidents");
  if (closedAt) return <TimeSpan from={openedAt} to={closedAt} />;
  return <span className="inline-block first-letter:uppercase">{t.rich("since", { since: () => <PastTime at={openedAt} since /> })}</span>;
}

const incidentPath = (merchantId: string, incidentId: string): Route => route(`/m/${merchantId}/incidents/${incidentId}`);

/** The worst effect on each direction, and why. */
export function WhatItWas({ incident }: { incident: ShopIncident }): ReactNode {
  const t = useTranslations("incidents");
  const words = usePhrase();
  const effects = LANES.flatMap((lane) => {
    const worst = EFFECT_KINDS.find((kind) => incident.spans.some((span) => span.lane === lane && span.kind === kind));
    return worst ? [t(`was.${worst}.${lane}`)] : [];
  });
  const reasons = incidentReasons(incident).flatMap((one) => describeReason(one) ?? []);
  return (
    <Parts className="*:first-letter:uppercase">
      {effects.map((effect) => (
        <b key={effect} className="font-medium">
          {effect}
        </b>
      ))}
      {reasons.map((reason) => (
        <span key={reason.key}>{words(reason)}</span>
      ))}
    </Parts>
  );
}

/** Orders and parcels that were late; empty if none had to wait. */
export function useLateWords(): (incident: ShopIncident) => string[] {
  const t = useTranslations("incidents.late");
  return ({ late, spans }) =>
    LANES.filter((lane) => late[lane] > 0 || spans.some((span) => span.lane === lane && span.kind === "down" && span.to !== null)).map(
      (lane) => t(lane, { count: late[lane] }),
    );
}
