import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SettingsPage as PageKey } from "@/components/shell/nav-items";
import { PageCrumb } from "@/components/shell/page-crumb";
import { PageHeader } from "@/components/ui/page-header";

export function SettingsPage({ page, description, children }: { page: PageKey; description?: ReactNode; children: ReactNode }) {
  const t = useTranslations("app.section");
  return (
    <div className="max-w-3xl">
      <PageCrumb>{t(page)}</PageCrumb>
      <PageHeader title={t(page)} description={description} />
      <div className="grid gap-4">{children}</div>
    </div>
  );
}
