import { getTranslations } from "next-intl/server";
import { Skeleton } from "@/components/ui/skeleton";

export default async function Loading() {
  const t = await getTranslations("app");
  return (
    <div className="grid gap-6" aria-busy="true">
      <p className="sr-only">{t("loading")}</p>
      <div className="grid gap-2">
        <Skeleton className="h-6 w-44" />
        <Skeleton className="w-64" />
      </div>
      <Skeleton className="h-44 w-full rounded-lg" />
      <div className="grid gap-4 md:grid-cols-3">
        <Skeleton className="h-48 rounded-lg" />
        <Skeleton className="h-48 rounded-lg" />
        <Skeleton className="h-48 rounded-lg" />
      </div>
    </div>
  );
}
