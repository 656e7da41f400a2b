import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** Same heights as the list, so that nothing shifts. */
export default async function Loading() {
  const t = await getTranslations();
  return (
    <div className="grid gap-6" aria-busy="true">
      <PageHeader title={t("incidents.title")} description={t("incidents.lead")} />
      <p className="sr-only">{t("app.loading")}</p>
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {Array.from("abcdef", (key) => (
          <div key={key} className="grid gap-2.5 px-4 py-4">
            <Skeleton className="w-56" />
            <Skeleton className="w-full max-w-xl" />
          </div>
        ))}
      </div>
    </div>
  );
}
