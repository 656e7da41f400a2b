import { ProfilePanel } from "@/components/settings/person-panels";
import { SettingsPage } from "@/components/settings/settings-page";
import { pageTitle } from "@/lib/i18n/page-title";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";

export const generateMetadata = pageTitle("settings", "title");

export default async function ProfilePage({ params }: PageProps<"/m/[merchantId]/settings">) {
  const { person } = await loadMerchantContext((await params).merchantId);
  return (
    <SettingsPage page="profile">
      <ProfilePanel person={person} />
    </SettingsPage>
  );
}
