import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** Same heights as the list, so that nothing shifts. */
export default async function Loading() {
  const t = await getTranslations();
  return (
    <div className="grid gap-5" aria-busy="true">
      <PageHeader className="mb-0" title={t("orders.title")} />
      <Skeleton className="h-8 w-full rounded-md" />
      <p className="sr-only">{t("app.loading")}</p>
      <div className="divide-y divide-line rounded-lg border border-line bg-surface lg:mt-[26px]">
        {Array.from("abcdefghijkl", (key) => (
          <div key={key} className="flex justify-between px-4 py-3">
            <Skeleton className="w-40" />
            <Skeleton className="w-20" />
          </div>
        ))}
      </div>
    </div>
  );
}
