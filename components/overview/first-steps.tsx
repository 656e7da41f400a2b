import { ChevronRight, Circle, CircleCheck } from "lucide-react";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { TextLink } from "@/components/ui/text-link";
import { route } from "@/lib/base/route";
import { keepListView } from "@/lib/identity/preferences/actions";
import { FIRST_STEPS, type FirstStep, findDoneSteps } from "@/lib/integrations/list/first-steps";
import type { OverviewFacts } from "@/lib/integrations/list/list-reads";

interface StepsProps {
  merchantId: string;
  facts: OverviewFacts;
  notificationsChosen: boolean;
  initiallyHidden: boolean;
}

/** Onboarding checklist of a new merchant; hidden once it is complete or dismissed. */
export function FirstSteps({ merchantId, facts, notificationsChosen, initiallyHidden }: StepsProps) {
  const t = useTranslations("overview.steps");
  const [hidden, setHidden] = useState(initiallyHidden);
  const done = findDoneSteps(facts, notificationsChosen);
  const next = FIRST_STEPS.find((step) => !done.has(step));
  const hide = (firstStepsHidden: boolean) => {
    setHidden(firstStepsHidden);
    keepListView(merchantId, { firstStepsHidden }).catch(() => {});
  };
  if (next === undefined || (hidden && initiallyHidden)) return null;
  if (hidden)
    return (
      <p role="status" className="text-ink-3 text-sm">
        {t("hidden")}{" "}
        <Button autoFocus size="sm" variant="ghost" onClick={() => hide(false)}>
          {t("again")}
        </Button>
      </p>
    );
  const place = `/m/${merchantId}` as const;
  const { draftId } = facts;
  const hrefs: Readonly<Record<FirstStep, Route>> = {
    connect: route(draftId ? `${place}/integrations/connect/${draftId}` : `${place}/integrations/connect`),
    reachable: route(`${place}/help#requirements`),
    import: route(`${place}/integrations`),
    notifications: route(`${place}/settings/notifications`),
  };
  return (
    <details
      className="group/steps overflow-hidden rounded-lg border border-line bg-surface"
      open={facts.connected === 0 && draftId === null}
    >
      <summary className="flex cursor-pointer list-none hover:bg-hover/60 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
        <ChevronRight className="size-4 shrink-0 text-ink-3 transition-transform group-open/steps:rotate-90" />
        <h2 className="font-semibold">{t("title")}</h2>
        <span className="text-ink-3">{t("done", { done: done.size, all: FIRST_STEPS.length })}</span>
        <span className="ml-auto text-ink-2 max-sm:ml-0 max-sm:basis-full">
          {t("next")} {t(next)}
        </span>
      </summary>
      <ol className="divide-y divide-line border-line border-t">
        {FIRST_STEPS.map((step) => (
          <li key={step} className="flex gap-3 px-4 py-2.5">
            {done.has(step) ? (
              <CircleCheck className="mt-0.5 size-4 shrink-0 text-healthy" />
            ) : (
              <Circle className="mt-0.5 size-4 shrink-0 text-ink-3" />
            )}
            <div className="min-w-0">
              {done.has(step) ? <span className="text-ink-2">{t(step)}</span> : <TextLink href={hrefs[step]}>{t(step)}</TextLink>}
              <span className="sr-only"> ({t(done.has(step) ? "finished" : "open")})</span>
              <p className="text-ink-3 text-sm">{t(`why.${step}`)}</p>
            </div>
          </li>
        ))}
      </ol>
      <div className="border-line border-t px-4 py-2">
        <Button size="sm" variant="ghost" className="ml-4" onClick={() => hide(true)}>
          {t("hide")}
        </Button>
      </div>
    </details>
  );
}
