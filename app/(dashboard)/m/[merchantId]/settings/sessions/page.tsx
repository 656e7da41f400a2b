import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SessionsPanels } from "@/components/settings/person-panels";
import { SettingsPage } from "@/components/settings/settings-page";
import { loadSessions, requireMerchantScope } from "@/lib/identity/accounts/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("app.section"))("sessions") };
}

export default async function SessionsPage({ params }: { params: Promise<{ merchantId: string }> }) {
  await requireMerchantScope((await params).merchantId);
  return (
    <SettingsPage page="sessions">
      <SessionsPanels {...(await loadSessions())} />
    </SettingsPage>
  );
}
