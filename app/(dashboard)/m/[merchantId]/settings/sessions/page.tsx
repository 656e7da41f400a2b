import { SessionsPanels } from "@/components/settings/person-panels";
import { SettingsPage } from "@/components/settings/settings-page";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadSessions, requireMerchantScope } from "@/lib/identity/accounts/loaders";

export const generateMetadata = pageTitle("app.section", "sessions");

export default async function SessionsPage({ params }: PageProps<"/m/[merchantId]/settings/sessions">) {
  await requireMerchantScope((await params).merchantId);
  return (
    <SettingsPage page="sessions">
      <SessionsPanels {...(await loadSessions())} />
    </SettingsPage>
  );
}
