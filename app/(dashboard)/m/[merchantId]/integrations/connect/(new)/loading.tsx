import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

export default async function Loading() {
  const t = await getTranslations("integrations.wizard");
  return (
    <div aria-busy="true">
      <PageHeader title={t("title")} />
      <div className="grid gap-6 lg:grid-cols-[12rem_minmax(0,34rem)] lg:gap-12">
        <Skeleton className="h-40 w-40 max-lg:hidden" />
        <div className="grid content-start gap-4">
          <Skeleton className="w-40" />
          <Skeleton className="h-10 w-full rounded-md" />
          <Skeleton className="h-10 w-28 rounded-md" />
        </div>
      </div>
    </div>
  );
}
