import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { OperationList } from "@/components/developers/operation-list";
import { ProblemList } from "@/components/developers/problem-list";
import { PublicPage } from "@/components/shell/public-page";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextLink, textLinkStyle } from "@/components/ui/text-link";
import { CALLS_PER_MINUTE } from "@/lib/api/limits";
import { PROBLEM_CODES } from "@/lib/api/problems";
import { readReference } from "@/lib/api/reference";
import { printCurl, printSetup } from "@/lib/api/snippets";
import { scopeKey, TOKEN_SCOPES } from "@/lib/api/token-choices";
import { publicOrigin } from "@/lib/infra/public-origin";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("developers");
  return { title: t("title"), robots: { index: true } };
}

/** How to use the API, and every operation of it. Public. */
export default async function DevelopersPage() {
  const [t, app] = await Promise.all([getTranslations("developers"), getTranslations("app")]);
  const origin = publicOrigin();
  const operations = readReference(origin);
  return (
    <PublicPage name={app("name")}>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="mt-6 grid gap-10">
        <Start origin={origin} />
        <Rules />
        <Scopes />
        <Section title={t("operations")} id="operations">
          <p>
            <a href="/api/v1/openapi.json" className={textLinkStyle}>
              {t("document")}
            </a>
          </p>
          <div className="grid gap-6">
            <OperationList operations={operations} />
          </div>
        </Section>
        <Section title={t("problems")} id="problems">
          <p className="text-ink-2">{t("problems_lead")}</p>
          <ProblemList codes={PROBLEM_CODES} />
        </Section>
      </div>
    </PublicPage>
  );
}

function Start({ origin }: { origin: string }) {
  const t = useTranslations("developers");
  const call = { method: "GET", path: "/integrations", ids: {}, query: {}, body: null };
  const files = ["client", "operations"].map((file) => `-O ${origin}/developers/client/${file}.ts`).join(" \\\n  ");
  return (
    <>
      <Section title={t("token.title")}>
        <p className="text-ink-2">{t("token.text")}</p>
        <p>
          <TextLink href="/">{t("token.open")}</TextLink>
        </p>
      </Section>
      <Section title={t("first.title")}>
        <p className="text-ink-2">{t("first.text")}</p>
        <CodeBlock caption="curl" code={printCurl(`${origin}/api/v1`, call, true)} />
      </Section>
      <Section title={t("client.title")}>
        <p className="text-ink-2">{t("client.text")}</p>
        <CodeBlock caption={t("client.install")} code={`curl -sS ${files}\nnpm install openapi-fetch`} />
        <CodeBlock caption="TypeScript" code={printSetup(origin)} />
      </Section>
    </>
  );
}

const RULES = ["pages", "repeat", "wait", "unchanged", "times", "new_fields"] as const;

function Rules() {
  const t = useTranslations("developers");
  const code = (chunks: ReactNode) => <code className="font-mono text-sm [overflow-wrap:anywhere]">{chunks}</code>;
  return (
    <Section title={t("rules.title")}>
      <ul className="grid list-disc gap-2 ps-5">
        <li>{t.rich("rules.limit", { count: CALLS_PER_MINUTE, code })}</li>
        {RULES.map((rule) => (
          <li key={rule}>{t.rich(`rules.${rule}`, { code })}</li>
        ))}
      </ul>
    </Section>
  );
}

function Scopes() {
  const [t, tokens] = [useTranslations("developers"), useTranslations("tokens")];
  return (
    <Section title={t("scopes")}>
      <dl className="divide-y divide-line">
        {TOKEN_SCOPES.map((scope) => (
          <div key={scope} className="py-2">
            <dt>
              <code className="font-mono text-sm">{scope}</code>
            </dt>
            <dd className="text-ink-2">{tokens(`scope.${scopeKey(scope)}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
