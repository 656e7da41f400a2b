import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { MacroForm } from "@/components/macros/macro-form";
import { RemoveMacro } from "@/components/macros/remove-macro";
import { PageCrumb } from "@/components/shell/page-crumb";
import { PastTime } from "@/components/sync/past-time";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Parts } from "@/components/ui/parts";
import { Panel, Section } from "@/components/ui/section";
import { Toaster } from "@/components/ui/toaster";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadMacros } from "@/lib/support/macros/loaders";
import type { MacroAct } from "@/lib/support/macros/macro-acts";
import type { SnoozeHours } from "@/lib/support/queue/snooze-hours";

export const generateMetadata = pageTitle("macros", "title");

export default async function MacrosPage({ searchParams }: PageProps<"/support/macros">) {
  const [{ edit, from }, { macros, mayWrite, builtIn, locale }, t] = await Promise.all([
    searchParams,
    loadMacros(),
    getTranslations("macros"),
  ]);
  const edited = macros.find(({ id }) => id === edit) ?? null;
  const source = builtIn.find(({ id }) => id === from);
  const draft = source ? { ...source, id: null, texts: { [locale]: source.text } } : edited;
  return (
    <ClientMessages namespaces={["macros", "states"]}>
      <Toaster />
      <PageCrumb>{t("title")}</PageCrumb>
      <PageHeader title={t("title")} description={t("lead")} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,28rem)]">
        <div className="grid gap-6">
          <Section title={t("own")}>
            {macros.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
            <ul className="grid gap-2">
              {macros.map((macro) => (
                <MacroItem key={macro.id} name={macro.name} text={Object.values(macro.texts).join("\n\n")} then={macro}>
                  <span className="text-ink-3 text-sm">
                    {t.rich("changed", { name: macro.author ?? "", at: () => <PastTime at={macro.changedAt} /> })}
                  </span>
                  {mayWrite ? (
                    <>
                      <LinkButton size="sm" href={`/support/macros?edit=${macro.id}`}>
                        {t("edit")}
                      </LinkButton>
                      <RemoveMacro id={macro.id} name={macro.name} />
                    </>
                  ) : null}
                </MacroItem>
              ))}
            </ul>
          </Section>
          <Section title={t("product")}>
            <ul className="grid gap-2">
              {builtIn.map(({ id, name, text, ...then }) => (
                <MacroItem key={id} name={name} text={text} then={then}>
                  {mayWrite ? (
                    <LinkButton size="sm" href={`/support/macros?from=${id}`}>
                      {t("copy")}
                    </LinkButton>
                  ) : null}
                </MacroItem>
              ))}
            </ul>
          </Section>
        </div>
        {mayWrite ? (
          <Panel title={edited ? t("edit") : t("new")}>
            <MacroForm key={draft?.name ?? ""} macro={draft} locale={locale} />
          </Panel>
        ) : null}
      </div>
    </ClientMessages>
  );
}

interface MacroItemProps {
  name: string;
  text: string;
  then: { act: MacroAct; snoozeHours: SnoozeHours | null };
  children: ReactNode;
}

function MacroItem({ name, text, then, children }: MacroItemProps) {
  const t = useTranslations("macros");
  const queue = useTranslations("support.queue.snooze");
  return (
    <li className="rounded-lg border border-line bg-surface px-4 py-3 [overflow-wrap:anywhere]">
      <details>
        <summary className="cursor-pointer rounded-sm font-medium">
          <bdi>{name}</bdi>
        </summary>
        <p className="mt-2 whitespace-pre-line text-ink-2">{text}</p>
      </details>
      <p className="mt-1 text-ink-2 text-sm">
        <Parts>
          <span>{t(`act.${then.act}`)}</span>
          <span>{then.snoozeHours ? `${queue("button")}: ${queue(`for.h${then.snoozeHours}`)}` : t("no_snooze")}</span>
        </Parts>
      </p>
      <div className="mt-2 flex flex-wrap items-center gap-2">{children}</div>
    </li>
  );
}
