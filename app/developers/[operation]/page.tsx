import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { FieldList } from "@/components/developers/field-list";
import { ProblemList } from "@/components/developers/problem-list";
import { TryIt } from "@/components/developers/try-it";
import { PublicPage } from "@/components/shell/public-page";
import { CodeBlock } from "@/components/ui/code-block";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { type ReferenceOperation, readReference } from "@/lib/api/reference";
import { printCurl, printTypeScript } from "@/lib/api/snippets";
import { scopeKey } from "@/lib/api/token-choices";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { publicOrigin } from "@/lib/infra/public-origin";

type Props = PageProps<"/developers/[operation]">;

async function findOperation({ params }: Props): Promise<ReferenceOperation> {
  const { operation: id } = await params;
  return readReference(publicOrigin()).find((operation) => operation.id === id) ?? notFound();
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const [{ id }, t] = await Promise.all([findOperation(props), getTranslations("api")]);
  return { title: t(`operation.${id}`), robots: { index: true } };
}

/** One operation: how to call it, what it answers, and a form that calls it. Public, except that a call needs a token. */
export default async function OperationPage(props: Props) {
  const [operation, t, api, app] = await Promise.all([
    findOperation(props),
    getTranslations("developers"),
    getTranslations("api"),
    getTranslations("app"),
  ]);
  const { id, method, path, scope, parameters, body, bodyFields } = operation;
  const base = `${publicOrigin()}/api/v1`;
  return (
    <PublicPage name={app("name")}>
      <p className="mb-2">
        <TextLink href={`/developers#${operation.area}`}>{t("back")}</TextLink>
      </p>
      <PageHeader
        title={api(`operation.${id}`)}
        description={
          <code className="font-mono text-sm">
            {method} /api/v1{path}
          </code>
        }
      />
      <div className="mt-4 grid gap-8">
        <Scope scope={scope} />
        <div className="grid gap-3">
          <CodeBlock caption="curl" code={printCurl(base, operation, scope !== null)} />
          {scope === null ? null : <CodeBlock caption="TypeScript" code={printTypeScript(operation)} />}
        </div>
        <Section title={t("try.title")}>
          <ClientMessages namespaces={["developers.try"]}>
            <TryIt
              method={method}
              path={path}
              needsToken={scope !== null}
              ids={parameters.path}
              query={parameters.query}
              body={bodyFields.length === 0 ? null : JSON.stringify(body ?? {}, null, 2)}
            />
          </ClientMessages>
        </Section>
        <Fields title={t("parameters")} fields={[...parameters.path, ...parameters.query, ...parameters.header]} />
        <Fields title={t("body")} fields={bodyFields} />
        <Answers answers={operation.answers} />
        <Section title={t("problems")}>
          <ProblemList codes={operation.problems.map(({ code }) => code)} />
        </Section>
      </div>
    </PublicPage>
  );
}

function Scope({ scope }: Pick<ReferenceOperation, "scope">) {
  const [t, tokens] = [useTranslations("developers"), useTranslations("tokens")];
  if (scope === null) return <p>{t("no_token")}</p>;
  return (
    <p>
      {t.rich("needs_scope", {
        scope: () => <code className="font-mono text-sm">{scope}</code>,
        meaning: () => <span className="text-ink-2">{tokens(`scope.${scopeKey(scope)}`)}</span>,
      })}
    </p>
  );
}

function Fields({ title, fields }: { title: string; fields: ReferenceOperation["bodyFields"] }) {
  if (fields.length === 0) return null;
  return (
    <Section title={title}>
      <FieldList fields={fields} />
    </Section>
  );
}

function Answers({ answers }: Pick<ReferenceOperation, "answers">) {
  const t = useTranslations("developers");
  return answers.map(({ status, example, fields }) => (
    <Section key={status} title={t("answer", { status })}>
      <CodeBlock caption={t("example")} code={example} />
      <FieldList fields={fields} />
    </Section>
  ));
}
