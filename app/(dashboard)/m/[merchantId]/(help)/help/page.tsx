import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ShowFirstSteps } from "@/components/overview/show-first-steps";
import { Term } from "@/components/shell/term";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { THROTTLE_POLICY } from "@/lib/health/lane/throttle";
import { GLOSSARY } from "@/lib/i18n/glossary";
import { pageTitle } from "@/lib/i18n/page-title";
import { requireMerchantScope } from "@/lib/identity/accounts/loaders";
import { loadStepsHidden } from "@/lib/integrations/loaders";
import { loadPublished } from "@/lib/operations/addresses/loaders";
import { addressLines, type PublishedRequirements } from "@/lib/operations/addresses/published";
import { triggerPolicy } from "@/lib/sync/triggers";

export const generateMetadata = pageTitle("help", "title");

const SECTIONS = ["requirements", "throttled", "refresh", "action_needed", "glossary"] as const;
const REFRESH_STEPS = ["1", "2", "3", "4"] as const;

/** Requirements and rules from the live configuration. */
export default async function HelpPage({ params }: PageProps<"/m/[merchantId]/help">) {
  const { merchantId } = await params;
  await requireMerchantScope(merchantId);
  const [published, stepsHidden, t, overview] = await Promise.all([
    loadPublished(),
    loadStepsHidden(merchantId),
    getTranslations("help"),
    getTranslations("overview"),
  ]);
  const { failuresUntilSlow, firstDelaySeconds, longestDelaySeconds, warnAfterDays, offAfterDays } = THROTTLE_POLICY;
  const { probeSeconds, rareProbeSeconds, recheckSeconds, rareRecheckSeconds } = THROTTLE_POLICY;
  const [firstWarning = 0, secondWarning = 0] = warnAfterDays;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("lead")}
        actions={stepsHidden ? <ShowFirstSteps merchantId={merchantId} label={overview("steps.again")} /> : null}
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_14rem]">
        <nav aria-label={t("contents")} className="lg:order-2">
          <ul className="grid gap-1.5 lg:sticky lg:top-20">
            {SECTIONS.map((section) => (
              <li key={section}>
                <TextLink href={`#${section}`}>{t(`${section}.title`)}</TextLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid gap-10">
          <HelpSection id="requirements" title={t("requirements.title")}>
            <Requirements published={published} />
          </HelpSection>
          <HelpSection id="throttled" title={t("throttled.title")}>
            <p className="text-ink-2">{t("throttled.text", { failures: failuresUntilSlow })}</p>
            <p className="text-ink-2">
              {t("throttled.first", { minutes: Math.round(firstDelaySeconds / 60), hours: Math.round(longestDelaySeconds / 3600) })}
            </p>
            <p className="text-ink-2">
              {t("throttled.probes", { minutes: Math.round(probeSeconds / 60) })}{" "}
              {t("throttled.rarely", { minutes: Math.round(rareProbeSeconds / 60) })}
            </p>
            <p className="font-medium">{t("throttled.refresh")}</p>
            <p className="text-ink-2">{t("throttled.off", { first: firstWarning, second: secondWarning, off: offAfterDays })}</p>
          </HelpSection>
          <HelpSection id="refresh" title={t("refresh.title")}>
            <ol className="grid list-decimal gap-1 pl-5 text-ink-2 marker:text-ink-3">
              {REFRESH_STEPS.map((step) => (
                <li key={step}>{t(`refresh.${step}`)}</li>
              ))}
            </ol>
            <p className="text-ink-2">{t("refresh.join", { seconds: triggerPolicy("refresh").minIntervalSeconds ?? 0 })}</p>
            <p className="text-ink-2">{t("refresh.lost")}</p>
          </HelpSection>
          <HelpSection id="action_needed" title={t("action_needed.title")}>
            <p className="text-ink-2">{t("action_needed.text")}</p>
            <p className="text-ink-2">
              {t("action_needed.rechecks", { first: Math.round(recheckSeconds / 3600), later: Math.round(rareRecheckSeconds / 3600) })}
            </p>
          </HelpSection>
          <HelpSection id="glossary" title={t("glossary.title")}>
            <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[11rem_minmax(0,1fr)]">
              {GLOSSARY.map((term) => (
                <div key={term} className="grid sm:contents">
                  <dt id={`word-${term}`} className="scroll-mt-24 font-medium">
                    {t(`glossary.${term}.word`)}
                  </dt>
                  <dd className="text-ink-2">{t(`glossary.${term}.text`)}</dd>
                </div>
              ))}
            </dl>
          </HelpSection>
          <p className="text-ink-2">
            {t("more")} <TextLink href={`/m/${merchantId}/support`}>{t("ask")}</TextLink>
          </p>
        </div>
      </div>
    </>
  );
}

function HelpSection({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="grid max-w-prose gap-3">
      <h2 id={id} className="scroll-mt-20 font-semibold text-lg tracking-[-0.01em]">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** Requirements for self-hosted shops, from the same live configuration as the public page and the probes. */
function Requirements({ published }: { published: PublishedRequirements }) {
  const t = useTranslations("help.requirements");
  const lines = addressLines(published).trimEnd();
  const [shared] = published.userAgents.woocommerce;
  const agents = [shared, ...Object.values(published.userAgents).map(([, named]) => named)].join("\n");
  return (
    <>
      <p className="text-ink-2">{t("text")}</p>
      <div className="flex items-center gap-1">
        <h3 className="font-medium">{t("addresses")}</h3>
        <Term name="allow_list" />
      </div>
      <p className="text-ink-2">{t("addresses_text")}</p>
      {lines === "" ? <p>{t("no_addresses")}</p> : <CodeBlock code={lines} caption={t("addresses")} />}
      <div className="flex items-center gap-1">
        <h3 className="font-medium">{t("agents")}</h3>
        <Term name="user_agent" />
      </div>
      <p className="text-ink-2">{t("agents_text")}</p>
      <CodeBlock code={agents} caption={t("agents")} />
      <h3 className="font-medium">{t("methods")}</h3>
      <p className="text-ink-2">{t("methods_text")}</p>
      <CodeBlock code={published.methods.join(" ")} caption={t("methods")} />
      <p className="text-ink-2">
        {t("check")} <TextLink href="/addresses">{t("public")}</TextLink>
      </p>
    </>
  );
}
