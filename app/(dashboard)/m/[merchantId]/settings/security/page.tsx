import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecurityPanels } from "@/components/settings/person-panels";
import { SettingsPage } from "@/components/settings/settings-page";
import { loadSecurity, requireMerchantScope } from "@/lib/identity/accounts/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("app.section"))("security") };
}

export default async function SecurityPage({ params }: { params: Promise<{ merchantId: string }> }) {
  await requireMerchantScope((await params).merchantId);
  return (
    <SettingsPage page="security">
      <SecurityPanels {...(await loadSecurity())} />
    </SettingsPage>
  );
}
