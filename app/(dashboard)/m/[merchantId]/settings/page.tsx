import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PersonPanels } from "@/components/settings/person-panels";
import { SupportAccessList } from "@/components/settings/support-access-list";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { loadMemberSettings } from "@/lib/identity/accounts/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SettingsPage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { person, sessions, secondFactor, merchant, members: count, openings } = await loadMemberSettings((await params).merchantId);
  const [t, members, audit, notifications, tokens] = await Promise.all([
    getTranslations("settings"),
    getTranslations("members"),
    getTranslations("audit"),
    getTranslations("notifications"),
    getTranslations("tokens"),
  ]);
  return (
    <div className="max-w-3xl">
      <PageHeader title={t("title")} />
      <div className="grid gap-4">
        <PersonPanels person={person} sessions={sessions} secondFactor={secondFactor} locale={await getLocale()} />
        <Panel title={notifications("title")}>
          <p className="mb-2 text-ink-2">{notifications("lead")}</p>
          <TextLink href={`/m/${merchant.id}/settings/notifications`}>{notifications("bell.settings")}</TextLink>
        </Panel>
        <Panel title={members("title")}>
          {/* A name that ends with a full stop also ends the sentence. */}
          <p className="mb-2 text-ink-2 [overflow-wrap:anywhere]">
            {members("lead", { count, merchant: merchant.name.replace(/\.$/, "") })}
          </p>
          <TextLink href={`/m/${merchant.id}/settings/members`}>{members("open")}</TextLink>
        </Panel>
        <Panel title={tokens("title")}>
          <p className="mb-2 text-ink-2">{tokens("lead")}</p>
          <TextLink href={`/m/${merchant.id}/settings/api`}>{tokens("open")}</TextLink>
        </Panel>
        <Panel title={t("openings")}>
          <SupportAccessList openings={openings} />
          <p className="mt-4">
            <TextLink href={`/m/${merchant.id}/settings/audit`}>{audit("open")}</TextLink>
          </p>
        </Panel>
      </div>
    </div>
  );
}
