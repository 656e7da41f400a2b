import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AddressDates } from "@/components/addresses/address-dates";
import { ReadyLines } from "@/components/addresses/ready-lines";
import { Term } from "@/components/help/term";
import { DemoBanner } from "@/components/shell/demo-banner";
import { LanguageForm } from "@/components/shell/language-form";
import { Logo } from "@/components/shell/logo";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { SELF_HOSTED, type SelfHosted } from "@/lib/addresses/allow-fixes";
import { loadPublished } from "@/lib/addresses/loaders";
import { addressLines, type PublishedRequirements } from "@/lib/addresses/published";

export async function generateMetadata(): Promise<Metadata> {
  const [t, locale] = await Promise.all([getTranslations("addresses"), getLocale()]);
  return {
    title: t("title"),
    robots: { index: true },
    alternates: { types: { "application/atom+xml": `/addresses.atom?lang=${locale}` } },
  };
}

function Section({ title, term, text, children }: { title: string; term?: ReactNode; text: string; children: ReactNode }) {
  return (
    <section className="mt-8">
      <div className="flex items-center gap-1">
        <h2 className="font-semibold text-lg tracking-[-0.01em]">{title}</h2>
        {term}
      </div>
      <p className="mt-1 mb-3 max-w-prose text-ink-2">{text}</p>
      {children}
    </section>
  );
}

/** Public: what a self-hosted shop must let pass, from the live configuration. Needs no account, so that a hosting provider can be sent here. */
export default async function AddressesPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const [published, t, locale, { platform: asked }] = await Promise.all([
    loadPublished(),
    getTranslations("addresses"),
    getLocale(),
    searchParams,
  ]);
  const platform = SELF_HOSTED.find((one) => one === asked) ?? "woocommerce";
  return (
    <div className="flex min-h-dvh flex-col">
      <DemoBanner />
      <main className="mx-auto w-full max-w-3xl flex-1 px-5 py-10">
        <div className="mb-8 flex items-center gap-2.5 font-semibold text-lg">
          <Logo className="size-7" />
          {t("product")}
        </div>
        <PageHeader title={t("title")} description={t("intro")} />
        <Requirements published={published} platform={platform} />
        <p className="mt-8 text-ink-2">
          {t("machines")} <TextLink href="/addresses.txt">addresses.txt</TextLink> ·{" "}
          <TextLink href="/addresses.json">addresses.json</TextLink> ·{" "}
          <TextLink href={`/addresses.atom?lang=${locale}`}>{t("atom")}</TextLink>
        </p>
      </main>
      <footer className="flex justify-center px-5 pb-6">
        <LanguageForm />
      </footer>
    </div>
  );
}

function Requirements({ published, platform }: { published: PublishedRequirements; platform: SelfHosted }) {
  const t = useTranslations("addresses");
  const lines = addressLines(published);
  const [shared] = published.userAgents.woocommerce;
  const agents = [shared, ...Object.values(published.userAgents).map(([, named]) => named)].join("\n");
  return (
    <>
      <Section title={t("addresses.title")} term={<Term name="our_address" />} text={t("addresses.text")}>
        {lines === "" ? <p>{t("addresses.default_route")}</p> : <CodeBlock code={lines.trimEnd()} caption={t("addresses.caption")} />}
      </Section>
      {published.dates.some(({ announced }) => announced !== null) ? (
        <Section title={t("dates.title")} text={t("dates.text")}>
          <AddressDates dates={published.dates} />
        </Section>
      ) : null}
      <Section title={t("agents.title")} term={<Term name="user_agent" />} text={t("agents.text")}>
        <CodeBlock code={agents} caption={t("agents.caption")} />
      </Section>
      <Section title={t("methods.title")} text={t("methods.text")}>
        <CodeBlock code={published.methods.join(" ")} caption={t("methods.caption")} />
      </Section>
      {lines === "" ? null : (
        <Section title={t("ready.title")} text={t("ready.text")}>
          <ReadyLines platform={platform} addresses={lines.trimEnd().split("\n")} />
        </Section>
      )}
    </>
  );
}
