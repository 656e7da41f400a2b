import { getTranslations } from "next-intl/server";
import { ProfilePanel, SecurityPanels, SessionsPanels } from "@/components/settings/person-panels";
import { ProofDialog } from "@/components/settings/proof-dialog";
import { PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/section";
import { Toaster } from "@/components/ui/toaster";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadSecurity, loadSessions, requireStaffScope } from "@/lib/identity/accounts/loaders";

export const generateMetadata = pageTitle("settings", "title");

export default async function SupportSettingsPage() {
  const { staffRole } = await requireStaffScope();
  const [security, sessions, t, support] = await Promise.all([
    loadSecurity(),
    loadSessions(),
    getTranslations("settings"),
    getTranslations("support.role"),
  ]);
  return (
    <div className="max-w-3xl">
      <PageHeader title={t("title")} />
      <div className="grid gap-4">
        {staffRole ? (
          <Panel title={support("title")}>
            <p className="font-medium">{support(`name.${staffRole}`)}</p>
            <p className="text-ink-2">{support(`text.${staffRole}`)}</p>
          </Panel>
        ) : null}
        <ProfilePanel person={security.person} />
        <SecurityPanels {...security} />
        <SessionsPanels {...sessions} />
      </div>
      <ProofDialog />
      <Toaster />
    </div>
  );
}
