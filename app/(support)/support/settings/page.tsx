import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { PersonPanels } from "@/components/settings/person-panels";
import { PageHeader } from "@/components/ui/page-header";
import { loadPersonSettings, requireStaffScope } from "@/lib/identity/accounts/loaders";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

export default async function SupportSettingsPage() {
  await requireStaffScope();
  const { person, sessions, secondFactor } = await loadPersonSettings();
  const t = await getTranslations("settings");
  return (
    <div className="max-w-3xl">
      <PageHeader title={t("title")} />
      <div className="grid gap-4">
        <PersonPanels person={person} sessions={sessions} secondFactor={secondFactor} locale={await getLocale()} />
      </div>
    </div>
  );
}
