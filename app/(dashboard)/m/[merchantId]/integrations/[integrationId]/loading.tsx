import { getTranslations } from "next-intl/server";
import { Skeleton } from "@/components/ui/skeleton";

/** The head of an integration while it loads: same heights, so that nothing shifts. */
export default async function Loading() {
  const t = await getTranslations("app");
  return (
    <div className="grid gap-4" aria-busy="true">
      <p className="sr-only">{t("loading")}</p>
      <div className="flex justify-between gap-6">
        <div className="grid gap-2">
          <Skeleton className="h-6 w-56" />
          <Skeleton className="w-72 max-w-full" />
        </div>
        <Skeleton className="h-8 w-52 rounded-md max-sm:hidden" />
      </div>
      <Skeleton className="h-12 w-full rounded-lg" />
      <Skeleton className="h-[86px] w-full rounded-lg" />
      <div className="grid gap-4 md:grid-cols-2">
        <Skeleton className="h-20 rounded-lg" />
        <Skeleton className="h-20 rounded-lg" />
      </div>
      <Skeleton className="mt-4 h-6 w-48" />
      <Skeleton className="h-64 w-full rounded-lg" />
    </div>
  );
}
