import { useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { usePhrase } from "@/components/sync/use-phrase";
import { Banner } from "@/components/ui/banner";
import { cn } from "@/components/ui/class-names";
import { Parts } from "@/components/ui/parts";
import { TONE_TEXT } from "@/components/ui/state-shape";
import type { Story } from "@/lib/incidents/describe-incident";

interface StoryProps {
  story: Story;
  /** The one next step, and what can be done besides. */
  actions: ReactNode;
  /** Progress of a running check; empty without one. */
  checking: string;
  /** The sync that runs or just ended. */
  run: ReactNode;
  /** Notices of actions. */
  children: ReactNode;
}

/** State, effect, cause, responsibility and next step of a shop, with what runs now: the only place of its page that tells them. */
export function ShopStory({ story, actions, checking, run, children }: StoryProps) {
  const words = usePhrase();
  const t = useTranslations("integrations.page");
  const { tone, headline, effect, cause, responsibility, byItself } = story;
  const lines = [
    { effect: effect && words(effect), cause: cause && words(cause) },
    { responsibility: responsibility && words(responsibility), next: byItself && words(byItself, true) },
  ];
  const countdowns = Object.values(byItself?.values ?? {}).filter((value) => value instanceof Date).length;
  // A countdown must not wrap differently every second.
  const reserved = countdowns > 1 ? "max-sm:min-h-[3lh]" : "max-sm:min-h-[2lh]";
  return (
    <section aria-label={t("state")} className="min-w-0 rounded-lg [&>section]:mt-3">
      <Banner
        tone={tone}
        title={
          <span className="flex gap-x-3">
            <span className={tone === "healthy" ? undefined : TONE_TEXT[tone]}>{words(headline)}</span>
            <span aria-hidden="true" className="min-w-0 truncate font-normal text-working">
              {checking}
            </span>
          </span>
        }
        className={cn("relative", tone === "healthy" && "bg-transparent! px-0!")}
      >
        {lines.map((line) => {
          const said = Object.entries(line).filter(([, part]) => part);
          return said.length === 0 ? null : (
            <p key={Object.keys(line).join()} className={cn("text-ink", "next" in line && line.next !== null && reserved)}>
              <Parts className="*:first:first-letter:uppercase">
                {said.map(([key, part]) => (
                  <Fragment key={key}>{part}</Fragment>
                ))}
              </Parts>
            </p>
          );
        })}
        {actions ? <div className="mt-2.5">{actions}</div> : null}
        {children}
      </Banner>
      {run}
    </section>
  );
}
