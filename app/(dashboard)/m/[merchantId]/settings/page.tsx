import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProfilePanel } from "@/components/settings/person-panels";
import { SettingsPage } from "@/components/settings/settings-page";
import { loadMerchantContext } from "@/lib/identity/accounts/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function ProfilePage({ params }: { params: Promise<{ merchantId: string }> }) {
  const { person } = await loadMerchantContext((await params).merchantId);
  return (
    <SettingsPage page="profile">
      <ProfilePanel person={person} />
    </SettingsPage>
  );
}
