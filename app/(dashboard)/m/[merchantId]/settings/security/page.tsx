import { SecurityPanels } from "@/components/settings/person-panels";
import { SettingsPage } from "@/components/settings/settings-page";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadSecurity, requireMerchantScope } from "@/lib/identity/accounts/loaders";

export const generateMetadata = pageTitle("app.section", "security");

export default async function SecurityPage({ params }: PageProps<"/m/[merchantId]/settings/security">) {
  await requireMerchantScope((await params).merchantId);
  return (
    <SettingsPage page="security">
      <SecurityPanels {...(await loadSecurity())} />
    </SettingsPage>
  );
}
