import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfilePanel, SecurityPanels, SessionsPanels } from "@/components/settings/person-panels";
import { PageHeader } from "@/components/ui/page-header";
import { Toaster } from "@/components/ui/toaster";
import { loadSecurity, loadSessions, requireStaffScope } from "@/lib/identity/accounts/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SupportSettingsPage() {
  await requireStaffScope();
  const [security, sessions, t] = await Promise.all([loadSecurity(), loadSessions(), getTranslations("settings")]);
  return (
    <div className="max-w-3xl">
      <PageHeader title={t("title")} />
      <div className="grid gap-4">
        <ProfilePanel person={security.person} />
        <SecurityPanels {...security} />
        <SessionsPanels {...sessions} />
      </div>
      <Toaster />
    </div>
  );
}
